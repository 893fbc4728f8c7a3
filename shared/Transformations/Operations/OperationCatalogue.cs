using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Operations.Choices;
using DataAggregator.Transformations.Operations.Conversions;
using DataAggregator.Transformations.Operations.Encodings;
using DataAggregator.Transformations.Operations.Moments;
using DataAggregator.Transformations.Operations.Numbers;
using DataAggregator.Transformations.Operations.Patterns;
using DataAggregator.Transformations.Operations.Privacy;
using DataAggregator.Transformations.Operations.Structures;
using DataAggregator.Transformations.Operations.Texts;

namespace DataAggregator.Transformations.Operations;

/// <summary>Every field operation by its name on the wire.</summary>
internal static class OperationCatalogue
{
    private static readonly FrozenDictionary<string, Func<FieldOperation>> Registry = new Dictionary<string, Func<FieldOperation>>
    {
        ["abs"] = () => new Abs(),
        ["anonymize"] = () => new Anonymize(),
        ["base64_decode"] = () => new Base64Decode(),
        ["base64_encode"] = () => new Base64Encode(),
        ["cast"] = () => new Cast(),
        ["ceil"] = () => new Ceil(),
        ["cleanse"] = () => new Cleanse(),
        ["coalesce"] = () => new Coalesce(),
        ["convert_timezone"] = () => new ConvertTimezone(),
        ["csv_to_json"] = () => new CsvToJson(),
        ["date_add"] = () => new DateAdd(),
        ["date_diff"] = () => new DateDiff(),
        ["date_truncate"] = () => new DateTruncate(),
        ["default"] = () => new Default(),
        ["floor"] = () => new Floor(),
        ["format"] = () => new Format(),
        ["format_date"] = () => new FormatDate(),
        ["format_number"] = () => new FormatNumber(),
        ["hash"] = () => new Hash(),
        ["hmac"] = () => new Hmac(),
        ["json_extract"] = () => new JsonExtract(),
        ["json_flatten"] = () => new JsonFlatten(),
        ["json_set"] = () => new JsonSet(),
        ["json_to_csv"] = () => new JsonToCsv(),
        ["json_to_xml"] = () => new JsonToXml(),
        ["json_unflatten"] = () => new JsonUnflatten(),
        ["lookup"] = () => new Lookup(),
        ["lowercase"] = () => new Lowercase(),
        ["mask"] = () => new Mask(),
        ["normalize_unicode"] = () => new NormalizeUnicode(),
        ["pad"] = () => new Pad(),
        ["parse_date"] = () => new ParseDate(),
        ["parse_json"] = () => new ParseJson(),
        ["parse_number"] = () => new ParseNumber(),
        ["redact"] = () => new Redact(),
        ["regex_extract"] = () => new RegexExtract(),
        ["regex_replace"] = () => new RegexReplace(),
        ["rename_keys"] = () => new RenameKeys(),
        ["replace"] = () => new Replace(),
        ["round"] = () => new Round(),
        ["slug"] = () => new Slug(),
        ["split"] = () => new Split(),
        ["substring"] = () => new Substring(),
        ["title_case"] = () => new TitleCase(),
        ["to_json"] = () => new ToJson(),
        ["tokenize"] = () => new Tokenize(),
        ["trim"] = () => new Trim(),
        ["uppercase"] = () => new Uppercase(),
        ["url_decode"] = () => new UrlDecode(),
        ["url_encode"] = () => new UrlEncode(),
        ["xml_extract"] = () => new XmlExtract(),
        ["xml_to_json"] = () => new XmlToJson(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["absolute"] = "abs",
        ["anonymise"] = "anonymize",
        ["ceiling"] = "ceil",
        ["convert"] = "cast",
        ["convert_time_zone"] = "convert_timezone",
        ["date_format"] = "format_date",
        ["date_parse"] = "parse_date",
        ["date_trunc"] = "date_truncate",
        ["default_value"] = "default",
        ["extract"] = "regex_extract",
        ["flatten"] = "json_flatten",
        ["json_parse"] = "parse_json",
        ["json_stringify"] = "to_json",
        ["clean"] = "cleanse",
        ["lower"] = "lowercase",
        ["map_values"] = "lookup",
        ["normalise_unicode"] = "normalize_unicode",
        ["slugify"] = "slug",
        ["substr"] = "substring",
        ["title"] = "title_case",
        ["to_time_zone"] = "convert_timezone",
        ["to_timezone"] = "convert_timezone",
        ["tokenise"] = "tokenize",
        ["truncate_date"] = "date_truncate",
        ["unflatten"] = "json_unflatten",
        ["upper"] = "uppercase",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of all operations, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Registry.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What the operation of that name says of itself.</summary>
    public static OperationSpec SpecOf(string name) => Make(name).Spec;

    /// <summary>The operation of that name, not bound yet.</summary>
    public static FieldOperation Make(string name) => Registry[name]();

    /// <summary>The operation's own name for what a user wrote, aliases and other spellings included; null when there is none.</summary>
    public static string? NameOf(string written)
    {
        var name = Core.Configuration.Names.Normalise(written);
        return Registry.ContainsKey(name) ? name : Aliases.GetValueOrDefault(name);
    }

    /// <summary>The operation of that name with its parameters, or null and a problem.</summary>
    /// <param name="written">The name as a user wrote it.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="path">The JSON path of the object that holds <c>operation</c> and <c>parameters</c>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static FieldOperation? Create(string written, JsonElement? parameters, string path, Problems problems)
    {
        if (NameOf(written) is not { } name)
        {
            problems.Add($"{path}.operation", $"'{written}' is not a field operation.{Nearest.Hint(Core.Configuration.Names.Normalise(written), Names)} Known: {string.Join(", ", Names)}.");
            return null;
        }

        var operation = Make(name);
        operation.Bind(parameters, $"{path}.parameters", problems);
        return operation;
    }

    /// <summary>For the JSON Schema of an object with <c>operation</c> and <c>parameters</c>: which parameters each operation takes.</summary>
    public static JsonArray ParametersByOperation() => [.. Names.Select(ParametersOf)];

    private static JsonNode ParametersOf(string name)
    {
        var spec = SpecOf(name);
        var parameters = spec.Parameters;
        parameters["description"] = spec.Description;
        parameters["x-category"] = spec.Category;
        parameters["x-example"] = Example(spec.Example);
        return new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["operation"] = new JsonObject { ["const"] = name } }, ["required"] = new JsonArray("operation") },
            ["then"] = new JsonObject { ["properties"] = new JsonObject { ["parameters"] = parameters } },
        };
    }

    private static JsonObject Example(OperationExample example)
    {
        var json = new JsonObject { ["input"] = example.Input, ["output"] = example.Output };
        if (example.Parameters is not null)
            json["parameters"] = example.Parameters;
        if (example.Others is not null)
            json["others"] = example.Others;
        return json;
    }
}
