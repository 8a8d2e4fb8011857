package dev.gateway.adapter.markdown;

/** The text that Markdown shows, without its markers: for a piece that a platform refused. */
public final class PlainText extends MarkdownLayout {

    private PlainText() {}

    /**
     * Returns the text that is shown. It has the same UTF-16 units as the text of {@link
     * TelegramHtml}; addresses behind links are left out.
     */
    public static String of(String markdown) {
        return new PlainText().render(MarkdownParser.parse(markdown).document());
    }

    @Override
    protected void text(String text) {
        out.append(text);
    }

    @Override
    protected void open(Style style) {}

    @Override
    protected void close(Style style) {}

    @Override
    protected void code(String literal) {
        out.append(literal);
    }

    @Override
    protected void link(String destination, Runnable label) {
        label.run();
    }

    @Override
    protected void preformatted(String literal, String language) {
        out.append(literal);
    }

    @Override
    protected void quote(Runnable content) {
        withIndent("", content);
    }

    @Override
    protected void heading(Runnable content) {
        content.run();
    }
}
