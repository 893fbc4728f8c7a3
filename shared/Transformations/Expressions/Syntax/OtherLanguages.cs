using System.Collections.Frozen;

namespace DataAggregator.Transformations.Expressions.Syntax;

/// <summary>What people write who come from SQL, Python or the expressions of other tools, and how it is written here.</summary>
internal static class OtherLanguages
{
    private const string NoClock = "the result would differ when the run is repeated; run_time() and run_date() are the run's own time, and the step 'field_addition' adds the wall clock by the value now";
    private const string NoChance = "the result would differ when the run is repeated; the step 'sample' takes records by chance, and the step 'field_addition' with the value uuid numbers them";

    private static readonly FrozenDictionary<string, string> Functions = new Dictionary<string, string>
    {
        ["charindex"] = "write index_of(text, search), which counts from 0",
        ["count"] = "an expression sees one record: the steps 'aggregation' and 'window' see several",
        ["avg"] = "an expression sees one record: the steps 'aggregation' and 'window' see several",
        ["sum"] = "write a + b; the sum of a list is array_sum(list), that of several records the step 'aggregation'",
        ["date_format"] = "write format_date(moment, 'yyyy-MM-dd')",
        ["dateadd"] = "write date_add(moment, amount, 'day')",
        ["datediff"] = "write date_diff(from, to, 'day')",
        ["datepart"] = "write year(moment), month(moment), hour(moment) and so on",
        ["date_part"] = "write year(moment), month(moment), hour(moment) and so on",
        ["decode"] = "write case value when 'a' then 1 else 2 end",
        ["extract"] = "write year(moment), month(moment), hour(moment) and so on",
        ["from_unixtime"] = "write from_epoch(seconds)",
        ["get_json_object"] = "write json_get(json, 'a.b')",
        ["getdate"] = NoClock,
        ["instr"] = "write index_of(text, search), which counts from 0",
        ["json_extract"] = "write json_get(json, 'a.b')",
        ["json_value"] = "write json_get(json, 'a.b')",
        ["locate"] = "write index_of(text, search), which counts from 0",
        ["log"] = "write ln(number) or log10(number)",
        ["mid"] = "write substring(text, start, length), which counts from 0",
        ["now"] = NoClock,
        ["nvl2"] = "write if(value is not null, one, other)",
        ["position"] = "write index_of(text, search), which counts from 0",
        ["rand"] = NoChance,
        ["random"] = NoChance,
        ["str"] = "write to_string(value)",
        ["strftime"] = "write format_date(moment, 'yyyy-MM-dd')",
        ["string"] = "write to_string(value)",
        ["strpos"] = "write index_of(text, search), which counts from 0",
        ["substr"] = "write substring(text, start, length), which counts from 0",
        ["switch"] = "write case value when 'a' then 1 else 2 end",
        ["sysdate"] = NoClock,
        ["to_char"] = "write format_date(moment, 'yyyy-MM-dd'), format_number(number, 2) or to_string(value)",
        ["to_date"] = "write date(text), or parse_date(text, 'dd.MM.yyyy')",
        ["to_timestamp"] = "write timestamp(text), parse_timestamp(text, 'dd.MM.yyyy HH:mm') or from_epoch(seconds)",
        ["to_varchar"] = "write to_string(value)",
        ["today"] = NoClock,
        ["unix_timestamp"] = "write to_epoch(moment)",
        ["utcnow"] = NoClock,
        ["uuid"] = NoChance,
        ["zeroifnull"] = "write coalesce(value, 0)",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["contains"] = "write contains(text, search)",
        ["div"] = "write div(a, b)",
        ["else"] = "write if(condition, value, otherwise), or case when condition then value else otherwise end",
        ["from"] = "write year(moment), month(moment), hour(moment) and so on",
        ["if"] = "write if(condition, value, otherwise)",
        ["ilike"] = "write lower(text) like 'a%'",
        ["matches"] = "write regex_match(text, pattern)",
        ["mod"] = "write a % b",
        ["regexp"] = "write regex_match(text, pattern)",
        ["rlike"] = "write regex_match(text, pattern)",
        ["then"] = "write if(condition, value, otherwise), or case when condition then value else otherwise end",
        ["xor"] = "write a != b",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Longest first: the first that fits is taken.
    private static readonly (string Sign, string Advice)[] Signs =
    [
        ("===", "write ="), ("!==", "write !="), ("->>", "write json_get(json, 'a.b'), or a.b"), ("**", "write power(a, b)"), ("=>", "write >="), ("=<", "write <="), ("::", "write cast(value as type)"),
        ("->", "write json_get(json, 'a.b'), or a.b"), (":=", "write ="), ("~", "write regex_match(text, pattern)"), ("^", "write power(a, b)"), ("$", "a field is written as its name alone: price, or address.city"),
        ("{", "a field is written as its name alone: price, or address.city; an object is made by json_object('name', value)"), ("}", "a field is written as its name alone: price, or address.city"),
        ("@", "a field is written as its name alone: price, or address.city"), ("#", "an expression has no comments"), (";", "leave it out: an expression ends where its text does"),
        ("\\", "a backslash stands only inside of text"), ("‘", "text stands between straight quotes: 'text'"), ("’", "text stands between straight quotes: 'text'"),
        ("“", "text stands between straight quotes: 'text'"), ("”", "text stands between straight quotes: 'text'"), ("–", "write the minus of the keyboard: -"), ("−", "write the minus of the keyboard: -"),
        ("×", "write *"), ("÷", "write /"), ("≤", "write <="), ("≥", "write >="), ("≠", "write !="),
    ];

    /// <summary>How what a function of another language does is written here, as a sentence after another; null where nothing is known of it.</summary>
    public static string? OfFunction(string name) => Sentence(Functions.GetValueOrDefault(name));

    /// <summary>As <see cref="OfFunction"/>, for a word that stands where an operator is expected.</summary>
    public static string? OfWord(string word) => Sentence(Words.GetValueOrDefault(word));

    /// <summary>The sign of another language that the text goes on with there, and how it is written here; null where it is none.</summary>
    public static (string Sign, string Advice)? SignAt(string text, int at)
    {
        foreach (var (sign, advice) in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
                return (sign, Sentence(advice)!);
        }

        return null;
    }

    private static string? Sentence(string? advice) => advice is null ? null : $" {char.ToUpperInvariant(advice[0])}{advice[1..]}.";
}
