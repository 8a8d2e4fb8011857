package dev.gateway.adapter.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TelegramHtmlTest {

    @Test
    void stylesAreTags() {
        assertThat(TelegramHtml.of("**b** *i* ~~s~~ `c` ~5 snake_case_name 2*3"))
                .isEqualTo("<b>b</b> <i>i</i> <s>s</s> <code>c</code> ~5 snake_case_name 2*3");
    }

    @Test
    void codeIsNeverInsideAStyle() {
        assertThat(TelegramHtml.of("**use `x` *and `y`***"))
                .isEqualTo(
                        "<b>use </b><code>x</code><b> <i>and </i></b><code>y</code><b><i></i></b>");
        TelegramHtmlReader.read(TelegramHtml.of("# Use `x` **now `y`** [`z`](http://z)"));
    }

    @Test
    void headingsAreBold() {
        assertThat(TelegramHtml.of("# One **two**\n\ntext")).isEqualTo("<b>One two</b>\n\ntext");
    }

    @Test
    void codeHasItsLanguage() {
        assertThat(TelegramHtml.of("```python\nif a < b:\n    pass\n```"))
                .isEqualTo(
                        "<pre><code class=\"language-python\">if a &lt; b:\n    pass</code></pre>");
    }

    @Test
    void onlyAddressesThatTelegramTakesAreLinks() {
        assertThat(
                        TelegramHtml.of(
                                "[a](https://x.y/z_(q)?a=1&b=2) [b](javascript:alert(1)) [c](/d)"))
                .isEqualTo("<a href=\"https://x.y/z_(q)?a=1&amp;b=2\">a</a> b c");
        assertThat(TelegramHtml.of("![cat](http://c/a.png)![](http://c/b.png)"))
                .isEqualTo(
                        "<a href=\"http://c/a.png\">cat</a><a href=\"http://c/b.png\">http://c/b.png</a>");
    }

    @Test
    void listsHaveBulletsNumbersAndBoxes() {
        assertThat(TelegramHtml.of("1. one\n   - a\n   - b\n2. two\n\n- [ ] open\n- [x] done"))
                .isEqualTo("1. one\n   • a\n   • b\n2. two\n\n☐ open\n☑ done");
    }

    @Test
    void aTableIsAlignedByWhatIsDisplayed() {
        assertThat(TelegramHtml.of("| 名字 | n |\n|---|--:|\n| 小明 | 1 |\n| Bob | 200 |"))
                .isEqualTo("<pre>名字 │   n\n─────┼────\n小明 │   1\nBob  │ 200</pre>");
    }

    @Test
    void htmlIsShown() {
        assertThat(TelegramHtml.of("a <b>x</b> &amp; <br> y\n\n<div>\n*z*\n</div>"))
                .isEqualTo("a &lt;b&gt;x&lt;/b&gt; &amp; \n y\n\n&lt;div&gt;\n*z*\n&lt;/div&gt;");
    }

    @Test
    void aQuotationIsNeverInAnother() {
        assertThat(TelegramHtml.of("> a\n> > b\n\nc"))
                .isEqualTo("<blockquote>a\nb</blockquote>\nc");
    }

    @Test
    void emphasisWorksInTextsWithoutBlanks() {
        assertThat(TelegramHtml.of("这是**“重点”**内容，**注意：**别忘了"))
                .isEqualTo("这是<b>“重点”</b>内容，<b>注意：</b>别忘了");
    }

    @Test
    void hostileNestingTakesNeitherStackNorTime() {
        for (String hostile : new String[] {">", "[", "![", "*a ", "- ", "`", ">- ", "<", "|"}) {
            String text = hostile.repeat(10_000);
            TelegramHtmlReader.read(TelegramHtml.of(text));
            assertThat(FeishuPost.dialect(text)).isNotEmpty();
        }
        TelegramHtmlReader.read(TelegramHtml.of("[".repeat(10_000) + "a" + "](b)".repeat(10_000)));
        TelegramHtmlReader.read(TelegramHtml.of("*".repeat(10_000) + "a" + "*".repeat(10_000)));
    }
}
