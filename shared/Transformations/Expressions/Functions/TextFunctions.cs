using System.Buffers;
using System.Text;
using System.Text.Json;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Texts;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Working on text. Characters are Unicode's, counted from 0.</summary>
internal static class TextFunctions
{
    private const string Category = "text";
    private const int MaxLength = 1_000_000;

    public static Function[] All { get; } =
    [
        Function.Operation(Category, "uppercase", [], "upper(text: string) -> string", "The text in capital letters.", "upper('Größe 5')", "\"GRÖßE 5\""),
        Function.Operation(Category, "lowercase", [], "lower(text: string) -> string", "The text in small letters.", "lower('USB')", "\"usb\""),
        Function.Operation(Category, "title_case", [], "title(text: string) -> string", "Each word's first letter capital, all others small.", "title('jean-luc o''neil')", "\"Jean-Luc O'neil\""),
        Function.Operation(Category, "trim", [], "trim(text: string) -> string", "The text without white space at its ends.", "trim('  a b ')", "\"a b\""),
        Function.Operation(Category, "slug", ["separator"], "slug(text: string, separator: string = '-') -> string", "The text as a part of an address: small plain letters and digits, a separator between words.", "slug('Crème brûlée & Straße!')", "\"creme-brulee-strasse\""),
        Function.Operation(Category, "normalize_unicode", ["form"], "normalize(text: string, form: string = 'nfc') -> string", "The text in a normal form of Unicode, so that what looks alike is alike: nfc, nfd, nfkc or nfkd.", "normalize('ﬁne ２４', 'nfkc')", "\"fine 24\""),
        Function.Of(Category, "The text without white space at its start.", "ltrim('  a ')", "\"a \"",
            ("ltrim(text: string) -> string", static call => call.Return(call.Bytes(0)[Start(call.Bytes(0))..]))),
        Function.Of(Category, "The text without white space at its end.", "rtrim(' a  ')", "\" a\"",
            ("rtrim(text: string) -> string", static call => call.Return(call.Bytes(0)[..End(call.Bytes(0))]))),
        Function.Of(Category, "The number of characters.", "length('Größe')", "5",
            ("length(text: string) -> int64", static call => call.Return((long)CharacterCount.Of(call.Bytes(0))))),
        Function.Of(Category, "A piece of the text from the character at start, counted from 0 or, below 0, from the end; without length all to the end.", "substring('CUST-00123', -5, 3)", "\"001\"",
            ("substring(text: string, start: int64, length: int64 = all) -> string", Substring)),
        Function.Of(Category, "The first characters.", "left('Münster', 3)", "\"Mün\"",
            ("left(text: string, count: int64) -> string", static call => call.Return(call.Bytes(0)[..CharacterCount.OffsetOf(call.Bytes(0), call.Long(1))]))),
        Function.Of(Category, "The last characters.", "right('Köln', 3)", "\"öln\"",
            ("right(text: string, count: int64) -> string", static call => call.Return(call.Long(1) <= 0 ? [] : call.Bytes(0)[CharacterCount.OffsetOf(call.Bytes(0), CharacterCount.Of(call.Bytes(0)) - call.Long(1))..]))),
        Function.Of(Category, "The text with every occurrence of a piece of it replaced, letter for letter.", "replace('1.234,50', '.', '')", "\"1234,50\"",
            ("replace(text: string, search: string, replacement: string) -> string", Replace)),
        Function.Of(Category, "The pieces between separators as a list.", "split('a,b,,c', ',')", """["a","b","","c"]""",
            ("split(text: string, separator: string) -> json", Split)),
        Function.Of(Category, "The piece at a place between separators, counted from 0 or, below 0, from the end; null where there is none.", "split_part('a/b/c.csv', '/', -1)", "\"c.csv\"",
            ("split_part(text: string, separator: string, index: int64) -> string?", SplitPart)),
        Function.Of(Category, "What stands before the first occurrence of a piece of the text; all of it where there is none.", "substring_before('jane@example.com', '@')", "\"jane\"",
            ("substring_before(text: string, search: string) -> string", static call => call.Return(call.Bytes(0).IndexOf(call.Bytes(1)) is >= 0 and var at ? call.Bytes(0)[..at] : call.Bytes(0)))),
        Function.Of(Category, "What stands after the first occurrence of a piece of the text; nothing where there is none.", "substring_after('jane@example.com', '@')", "\"example.com\"",
            ("substring_after(text: string, search: string) -> string", static call => call.Return(call.Bytes(0).IndexOf(call.Bytes(1)) is >= 0 and var at ? call.Bytes(0)[(at + call.Bytes(1).Length)..] : []))),
        Function.Of(Category, "Whether the value is null, or text of nothing but white space.", "is_blank('  ')", "true",
            ("is_blank(value: any?) -> bool", IsBlank)),
        Function.Of(Category, "The values as text, one after the other, nulls left out; also written a & b.", "concat('No. ', 5, null)", "\"No. 5\"",
            ("concat(values: any?...) -> string", static call => Join(call, first: 0, separator: []))),
        Function.Of(Category, "The values as text with a separator between two, nulls left out.", "concat_ws(', ', 'Bonn', null, 53111)", "\"Bonn, 53111\"",
            ("concat_ws(separator: string, values: any?...) -> string", static call => Join(call, first: 1, call.Bytes(0)))),
        Function.Of(Category, "Whether the text has the other in it.", "contains('a-b', '-')", "true",
            ("contains(text: string, search: string) -> bool", static call => call.Return(call.Bytes(0).IndexOf(call.Bytes(1)) >= 0))),
        Function.Of(Category, "Whether the text starts with the other.", "starts_with('ORD-1', 'ORD')", "true",
            ("starts_with(text: string, start: string) -> bool", static call => call.Return(call.Bytes(0).StartsWith(call.Bytes(1))))),
        Function.Of(Category, "Whether the text ends with the other.", "ends_with('a.csv', '.csv')", "true",
            ("ends_with(text: string, end: string) -> bool", static call => call.Return(call.Bytes(0).EndsWith(call.Bytes(1))))),
        Function.Of(Category, "Where the other text first stands in the text, counted from 0; -1 where it does not.", "index_of('Größe', 'e')", "4",
            ("index_of(text: string, search: string) -> int64", IndexOf)),
        Function.Of(Category, "The text at least so many characters long, made so by a character (a space) before it.", "pad_left('42', 6, '0')", "\"000042\"",
            ("pad_left(text: string, length: int64, with: string = ' ') -> string", static call => Pad(call, before: true))),
        Function.Of(Category, "The text at least so many characters long, made so by a character (a space) after it.", "pad_right('ab', 4, '.')", "\"ab..\"",
            ("pad_right(text: string, length: int64, with: string = ' ') -> string", static call => Pad(call, before: false))),
        Function.Of(Category, "The text so many times.", "repeat('ab', 3)", "\"ababab\"",
            ("repeat(text: string, times: int64) -> string", Repeat)),
        Function.Of(Category, "The characters from the last to the first.", "reverse('Köln')", "\"nlöK\"",
            ("reverse(text: string) -> string", Reverse)),
    ];

    private static int Start(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && Rune.DecodeFromUtf8(text[start..], out var first, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(first))
            start += length;
        return start;
    }

    private static int End(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && Rune.DecodeLastFromUtf8(text, out var last, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(last))
            text = text[..^length];
        return text.Length;
    }

    private static void Substring(Invocation call)
    {
        var text = call.Bytes(0);
        var start = call.Long(1) < 0 ? Math.Max(0, CharacterCount.Of(text) + call.Long(1)) : call.Long(1);
        text = text[CharacterCount.OffsetOf(text, start)..];
        call.Return(text[..CharacterCount.OffsetOf(text, call.Long(2, long.MaxValue))]);
    }

    private static void Replace(Invocation call)
    {
        var text = call.Bytes(0);
        var search = call.Bytes(1);
        var replacement = call.Bytes(2);
        var result = call.Writer();
        for (var at = text.IndexOf(search); search.Length > 0 && at >= 0 && result.WrittenCount <= MaxLength; at = text.IndexOf(search))
        {
            result.Write(text[..at]);
            result.Write(replacement);
            text = text[(at + search.Length)..];
        }

        if (result.WrittenCount > MaxLength && replacement.Length > search.Length)
        {
            call.Fail(ExpressionError.TooLong);
            return;
        }

        result.Write(text);
        call.ReturnWritten();
    }

    private static void Split(Invocation call)
    {
        var text = call.Bytes(0);
        var separator = call.Bytes(1);
        using var writer = new Utf8JsonWriter(call.Writer(), ConvertNode.Writing);
        writer.WriteStartArray();
        for (var at = text.IndexOf(separator); separator.Length > 0 && at >= 0; at = text.IndexOf(separator))
        {
            writer.WriteStringValue(text[..at]);
            text = text[(at + separator.Length)..];
        }

        writer.WriteStringValue(text);
        writer.WriteEndArray();
        writer.Flush();
        call.ReturnWritten();
    }

    private static void SplitPart(Invocation call)
    {
        var text = call.Bytes(0);
        var separator = call.Bytes(1);
        var index = call.Long(2);
        if (index < 0)
            index += (separator.Length == 0 ? 0 : text.Count(separator)) + 1;
        for (; index > 0 && separator.Length > 0 && text.IndexOf(separator) is >= 0 and var at; index--)
            text = text[(at + separator.Length)..];
        if (index != 0)
            call.ReturnNull();
        else
            call.Return(separator.Length > 0 && text.IndexOf(separator) is >= 0 and var end ? text[..end] : text);
    }

    private static void IsBlank(Invocation call)
    {
        var value = call.Value(0);
        call.Return(ValueOrder.IsNull(value) || (value.Kind == ValueKind.Text && Start(value.Bytes) == value.Bytes.Length));
    }

    private static void Join(Invocation call, int first, ReadOnlySpan<byte> separator)
    {
        var result = call.Writer();
        Span<byte> room = stackalloc byte[ValueText.Room];
        var any = false;
        for (var i = first; i < call.Count; i++)
        {
            var value = call.Value(i);
            if (ValueOrder.IsNull(value))
                continue;
            if (any)
                result.Write(separator);
            any = true;
            result.Write(ValueText.Of(value, room));
            if (result.WrittenCount > ResultBuilder.MaxTextLength)
                break;
        }

        call.ReturnWritten();
    }

    private static void IndexOf(Invocation call)
    {
        var at = call.Bytes(0).IndexOf(call.Bytes(1));
        call.Return(at < 0 ? -1L : CharacterCount.Of(call.Bytes(0)[..at]));
    }

    private static void Pad(Invocation call, bool before)
    {
        ReadOnlySpan<byte> with = call.Count > 2 ? call.Bytes(2) : " "u8;
        var missing = call.Long(1) - CharacterCount.Of(call.Bytes(0));
        if (missing > MaxLength)
        {
            call.Fail(ExpressionError.TooLong);
            return;
        }

        var result = call.Writer();
        with = with[..CharacterCount.OffsetOf(with, 1)];
        if (!before)
            result.Write(call.Bytes(0));
        for (; missing > 0 && with.Length > 0; missing--)
            result.Write(with);
        if (before)
            result.Write(call.Bytes(0));
        call.ReturnWritten();
    }

    private static void Repeat(Invocation call)
    {
        var times = Math.Max(0, call.Long(1));
        if (times > MaxLength || call.Bytes(0).Length * times > MaxLength)
        {
            call.Fail(ExpressionError.TooLong);
            return;
        }

        var result = call.Writer();
        for (; times > 0; times--)
            result.Write(call.Bytes(0));
        call.ReturnWritten();
    }

    private static void Reverse(Invocation call)
    {
        var text = call.Bytes(0);
        var result = call.Writer();
        while (text.Length > 0)
        {
            Rune.DecodeLastFromUtf8(text, out _, out var length);
            result.Write(text[^length..]);
            text = text[..^length];
        }

        call.ReturnWritten();
    }
}
