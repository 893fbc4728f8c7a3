using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace DataAggregator.Connectors.RestApi;

/// <summary>Reads <c>Link</c> headers (RFC 8288).</summary>
internal static partial class LinkHeader
{
    /// <summary>The address of the link with <c>rel="next"</c>, or null.</summary>
    public static string? Next(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Link", out var values))
            return null;
        foreach (var match in values.SelectMany(value => Link().Matches(value)))
        {
            if (match.Groups["params"].Value.Split(';').Any(IsNext))
                return match.Groups["url"].Value;
        }

        return null;
    }

    private static bool IsNext(string parameter)
    {
        var parts = parameter.Split('=', 2, StringSplitOptions.TrimEntries);
        return parts is [var name, var value]
            && name.Equals("rel", StringComparison.OrdinalIgnoreCase)
            && value.Trim('"').Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex("""<(?<url>[^<>]*)>(?<params>(\s*;\s*[^,;"<>]+("[^"]*")?)*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
