package dev.gateway.adapter.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Image;
import org.commonmark.node.SourceSpan;

/** Markdown for Weixin, whose clients render it by themselves, except for images. */
public final class WeixinMarkdown {

    private WeixinMarkdown() {}

    /** Returns the text as it is, without images; if only images are in it, their addresses. */
    public static String of(String markdown) {
        if (!markdown.contains("![")) {
            return markdown;
        }
        ParsedMarkdown parsed = MarkdownParser.parse(markdown);
        List<Image> images = new ArrayList<>();
        new NodeTraversal(parsed.document())
                .forEach(
                        node -> {
                            if (node instanceof Image image && !isWithin(images, image)) {
                                images.add(image);
                            }
                        });
        var text = new StringBuilder();
        int at = 0;
        for (Image image : images) {
            for (SourceSpan span : image.getSourceSpans()) {
                text.append(parsed.source(at, span.getInputIndex()));
                at = span.getInputIndex() + span.getLength();
            }
        }
        text.append(parsed.source(at, parsed.parsed().length()));
        return text.toString().isBlank()
                ? String.join("\n", images.stream().map(Image::getDestination).toList())
                : text.toString();
    }

    private static boolean isWithin(List<Image> images, Image image) {
        for (var node = image.getParent(); node != null; node = node.getParent()) {
            if (node instanceof Image && images.contains(node)) {
                return true;
            }
        }
        return false;
    }
}
