using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>format</c>, which is asserted: a text must be what its format says.</summary>
internal sealed class FormatKeyword(string text, string format) : SchemaKeyword(text)
{
    /// <summary>The formats that there are.</summary>
    public static IReadOnlyList<string> Known { get; } = ["date", "date-time", "email", "ipv4", "ipv6", "time", "uri", "uuid"];

    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (json[0] != '"')
            return true;
        var value = Value.OfJson(json, run.Scratch).Bytes;
        return format switch
        {
            "date" => Rfc3339.IsDate(value),
            "date-time" => Rfc3339.IsDateTime(value),
            "email" => EmailFormat.IsAddress(value),
            "ipv4" => IpAddress.IsV4(value),
            "ipv6" => IpAddress.IsV6(value),
            "time" => Rfc3339.IsTime(value),
            "uri" => UrlText.IsUri(value),
            _ => Uuid.IsUuid(value),
        };
    }
}
