using System.Text;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Enriching;

/// <summary>An address with fields of the record in it: <c>https://crm.example.com/customers/{email}</c>. Values are escaped, so that none can change the rest of it.</summary>
internal sealed partial class UrlTemplate
{
    private readonly string[] texts;

    private UrlTemplate(string[] texts, FieldPath[] fields)
    {
        this.texts = texts;
        Fields = fields;
    }

    /// <summary>The fields in it, in order.</summary>
    public FieldPath[] Fields { get; }

    /// <summary>Reads a template; null and a problem when it is none.</summary>
    public static UrlTemplate? Parse(string text, string path, Problems problems)
    {
        var pieces = Braces().Split(text);
        var host = pieces[0].IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? pieces[0].IndexOf('/', scheme + 3) : -1;
        var sample = string.Concat(pieces.Select((piece, i) => i % 2 == 0 ? piece : "x"));
        if (!Uri.TryCreate(sample, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            problems.Add(path, "must be an http or https address, with fields in braces: https://crm.example.com/customers/{email}.");
        else if (pieces.Length > 1 && host < 0)
            problems.Add(path, "must name the host in full: fields may stand in the path and in the query only.");
        else
            return new UrlTemplate([.. pieces.Where((_, i) => i % 2 == 0)], [.. pieces.Where((_, i) => i % 2 == 1).Select(FieldPath.Parse)]);
        return null;
    }

    /// <summary>The address for a record; null when it lacks one of the fields.</summary>
    public string? For(Column[] values, int row, Scratch scratch)
    {
        var url = new StringBuilder(texts[0]);
        Span<byte> room = stackalloc byte[ValueText.Room];
        for (var i = 0; i < values.Length; i++)
        {
            var value = Value.At(values[i], row, scratch);
            if (value.Kind is ValueKind.Absent or ValueKind.Null)
                return null;
            var written = value.Kind == ValueKind.Text ? value.Bytes : ValueText.Of(value, room);
            url.Append(Uri.EscapeDataString(Encoding.UTF8.GetString(written))).Append(texts[i + 1]);
        }

        return url.ToString();
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Braces();
}
