namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Texts as other systems want them written.</summary>
internal static class EncodingFunctions
{
    private const string Category = "text";

    public static Function[] All { get; } =
    [
        Function.Operation(Category, "base64_encode", [], "base64_encode(text: string) -> string", "The text in base64.", "base64_encode('Größe')", "\"R3LDtsOfZQ==\""),
        Function.Operation(Category, "base64_decode", [], "base64_decode(text: string) -> string", "The text that stands in base64.", "base64_decode('R3LDtsOfZQ==')", "\"Größe\""),
        Function.Operation(Category, "url_encode", [], "url_encode(text: string) -> string", "The text as a part of an address, with all but letters, digits and - _ . ~ escaped.", "url_encode('a b&c')", "\"a%20b%26c\""),
        Function.Operation(Category, "url_decode", [], "url_decode(text: string) -> string", "The text of a part of an address.", "url_decode('a%20b%26c')", "\"a b&c\""),
        Function.Operation(Category, "mask", ["keep_last", "keep_first", "with"], "mask(text: any, keep_last: int64 = 0, keep_first: int64 = 0, with: string = '*') -> string",
            "The text with its characters hidden but for some at its ends; one with no more than are kept is hidden whole.", "mask('4111111111111234', 4)", "\"************1234\""),
        Function.Operation(Category, "format_number", ["decimals", "decimal_separator", "group_separator"],
            "format_number(number: decimal, decimals: int64, decimal_separator: string = '.', group_separator: string = '') -> string",
            "The number as people write it, rounded half to even at so many digits after the point.", "format_number(to_decimal('1234567.5'), 2, ',', '.')", "\"1.234.567,50\""),
    ];
}
