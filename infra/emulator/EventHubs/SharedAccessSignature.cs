using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>Checks the token of a request: <c>SharedAccessSignature sr=RESOURCE&amp;sig=SIGNATURE&amp;se=EXPIRY&amp;skn=KEYNAME</c>.</summary>
internal static class SharedAccessSignature
{
    private const string Scheme = "SharedAccessSignature ";

    /// <summary>Whether the token is signed with the connection's key, is for the path or a part above it, and has not expired.</summary>
    public static bool Allows(string? authorization, EventHubConnection connection, string path, DateTimeOffset now)
    {
        if (connection is not { Key: { Length: > 0 } key, KeyName: { } keyName } || authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) != true)
        {
            return false;
        }

        // The resource is signed as it is written, that is still encoded.
        var parts = authorization[Scheme.Length..].Split('&').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .DistinctBy(part => part[0]).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        if (!parts.TryGetValue("sr", out var resource) || !parts.TryGetValue("sig", out var signature) || !parts.TryGetValue("se", out var expiry)
            || parts.GetValueOrDefault("skn") != Uri.EscapeDataString(keyName))
        {
            return false;
        }

        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}")));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(Uri.UnescapeDataString(signature)))
            && long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && now.ToUnixTimeSeconds() < seconds
            && Covers(Uri.UnescapeDataString(resource), path);
    }

    private static bool Covers(string resource, string path)
    {
        if (!Uri.TryCreate(resource, UriKind.Absolute, out var uri))
        {
            return false;
        }

        var granted = uri.AbsolutePath.TrimEnd('/') + "/";
        return (path + "/").StartsWith(granted, StringComparison.OrdinalIgnoreCase);
    }
}
