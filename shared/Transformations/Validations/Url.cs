using System.ComponentModel;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must be an absolute URL with a host.</summary>
internal sealed class Url : Validation<Url.UrlParameters>
{
    private static readonly Violation NoUrl = new("invalid_url", "The value is not a URL with a scheme that the rule allows and a host, such as https://example.com/path.");
    private byte[][] schemes = [];

    public sealed record UrlParameters
    {
        [Description("The schemes allowed.")]
        public IReadOnlyList<string> Schemes { get; init; } = ["http", "https"];
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value is an absolute URL as RFC 3986 writes it, with a host; letters beyond ASCII are allowed (RFC 3987), spaces are not.",
        """{"parameters":{"schemes":["https"]},"passes":"https://example.com/a?b=c#d","fails":"http://example.com"}""",
        NoUrl);

    public override Violation? Check(in Value value, Scratch scratch) => value.Kind switch
    {
        ValueKind.Absent or ValueKind.Null => null,
        ValueKind.Text => IsAllowed(value.Bytes) ? null : NoUrl,
        _ => NoUrl,
    };

    protected override void Prepare(UrlParameters parameters, string path, Problems problems)
    {
        if (parameters.Schemes.Count == 0)
            problems.Add($"{path}.schemes", "must name at least one scheme, such as https.");
        schemes = [.. parameters.Schemes.Select(Encoding.UTF8.GetBytes)];
        for (var i = 0; i < schemes.Length; i++)
        {
            if (!UrlText.IsScheme(schemes[i]))
                problems.Add($"{path}.schemes[{i}]", $"'{parameters.Schemes[i]}' is no scheme: it must be a letter and then letters, digits, +, - or a dot, without ://.");
        }
    }

    private bool IsAllowed(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf("://"u8);
        if (end < 0)
            return false;
        foreach (var scheme in schemes)
        {
            if (Ascii.EqualsIgnoreCase(text[..end], scheme))
                return UrlText.IsAfterScheme(text[(end + 3)..]);
        }

        return false;
    }
}
