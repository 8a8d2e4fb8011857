package dev.gateway.adapter.markdown;

import dev.gateway.adapter.text.Graphemes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A block of code. It is cut between lines, at an empty one if there is one; each part has fences
 * of its own with the language.
 */
record CodeLeafBlock(String info, List<String> code) implements LeafBlock {

    private static final int SHORTEST_FENCE = 3;

    @Override
    public List<String> lines() {
        char character = info.indexOf('`') < 0 ? '`' : '~';
        int longest = 0;
        for (String line : code) {
            longest = Math.max(longest, FenceLength.longestRun(line, character));
        }
        String fence = String.valueOf(character).repeat(Math.max(SHORTEST_FENCE, longest + 1));
        List<String> lines = new ArrayList<>();
        lines.add(fence + info);
        lines.addAll(code);
        lines.add(fence);
        return lines;
    }

    @Override
    public String visible() {
        return VisibleText.of(String.join("\n", code));
    }

    @Override
    public int length() {
        int length = 0;
        for (String line : code) {
            length += line.length() + 1;
        }
        return length;
    }

    @Override
    public Optional<Cut> cut(Predicate<LeafBlock> fits, int room) {
        int most = Math.min(code.size() - 1, room + 1);
        int count = LeafBlock.largest(most, n -> n == 0 || fits.test(part(0, n)));
        if (count > 0) {
            int end = atEmptyLine(count);
            return Optional.of(new Cut(part(0, end), part(end, code.size())));
        }
        String line = code.get(0);
        int longest = Math.min(line.length(), room + 1);
        int end = LeafBlock.largest(longest, n -> n == 0 || fits.test(one(line.substring(0, n))));
        if (end == line.length() && code.size() > 1) {
            return Optional.of(new Cut(part(0, 1), part(1, code.size())));
        }
        end = Graphemes.borderAtOrBefore(line, 0, end);
        if (end == 0 && !line.isEmpty()) {
            end = Graphemes.borderAfter(line, 0);
        }
        if (end >= line.length()) {
            return code.size() > 1
                    ? Optional.of(new Cut(part(0, 1), part(1, code.size())))
                    : Optional.empty();
        }
        List<String> rest = new ArrayList<>(code);
        rest.set(0, line.substring(end));
        return Optional.of(new Cut(one(line.substring(0, end)), new CodeLeafBlock(info, rest)));
    }

    private int atEmptyLine(int count) {
        for (int end = count; end > count / 2; end--) {
            if (code.get(end - 1).isBlank()) {
                return end;
            }
        }
        return count;
    }

    private CodeLeafBlock one(String line) {
        return new CodeLeafBlock(info, List.of(line));
    }

    private CodeLeafBlock part(int from, int to) {
        return new CodeLeafBlock(info, code.subList(from, to));
    }

    @Override
    public LeafBlock plain() {
        return TextLeafBlock.plain(String.join("\n", code));
    }
}
