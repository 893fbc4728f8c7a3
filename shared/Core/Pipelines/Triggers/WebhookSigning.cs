using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Security;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>Tells whether a webhook's request was signed by whom it says.</summary>
public static class WebhookSigning
{
    private const string Base64Prefix = "whsec_";

    // The versions of a secret that is being changed come side by side; more of them nobody sends.
    private const int MostSignatures = 10;

    /// <summary>What is wrong with a request; null for nothing. It never tells what would be right.</summary>
    /// <param name="signature">How it has to be signed, the secret in the clear.</param>
    /// <param name="header">The first value of a header; null without it.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="now">The clock.</param>
    public static string? Wrong(WebhookSignature signature, Func<string, string?> header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (Key(signature.Secret) is not { } key)
            return "The trigger's secret is not usable; enter it again.";
        if (signature.Scheme == WebhookSignatureScheme.Body)
        {
            var given = signature.Header is { } own ? header(own) : header("X-Hub-Signature-256") ?? header("X-DataAggregator-Signature");
            return IsHex(given, HMACSHA256.HashData(key, body)) ? null : "The request is not signed with the trigger's secret.";
        }

        if (header("webhook-id") is not { Length: > 0 } id || header("webhook-timestamp") is not { } timestamp || header("webhook-signature") is not { } signatures)
            return "The request needs the headers webhook-id, webhook-timestamp and webhook-signature.";
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(seconds - now.ToUnixTimeSeconds()) > signature.ToleranceSeconds)
            return "The request was signed too long ago, or by a clock that is wrong; sign it again.";
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = HMACSHA256.HashData(key, signed);
        var isSigned = false;
        foreach (var one in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostSignatures))
            isSigned |= one.StartsWith("v1,", StringComparison.Ordinal) && IsBase64(one[3..], expected);
        return isSigned ? null : "The request is not signed with the trigger's secret.";
    }

    /// <summary>The key of a secret; null where it is not written as it says.</summary>
    internal static byte[]? Key(Secret secret)
    {
        var text = secret.Reveal();
        if (!text.StartsWith(Base64Prefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(text);
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text[Base64Prefix.Length..], key, out var length) && length > 0 ? key[..length] : null;
    }

    private static bool IsHex(string? given, byte[] expected)
    {
        if (given is null)
            return false;
        var hex = given.StartsWith("sha256=", StringComparison.OrdinalIgnoreCase) ? given["sha256=".Length..] : given;
        Span<byte> signed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return hex.Length == signed.Length * 2 && Convert.FromHexString(hex, signed, out _, out _) == System.Buffers.OperationStatus.Done && CryptographicOperations.FixedTimeEquals(signed, expected);
    }

    private static bool IsBase64(string given, byte[] expected)
    {
        Span<byte> signed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(given, signed, out var length) && CryptographicOperations.FixedTimeEquals(signed[..length], expected);
    }
}
