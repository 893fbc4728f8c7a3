using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataAggregator.Emulator.Durable;

/// <summary>GUIDs of version 5 (RFC 9562) made of an instance, its time and a counter, so that a replay makes the same.</summary>
internal static class DeterministicGuid
{
    // The namespace that the official worker uses: the same orchestration makes the same GUIDs on both hosts.
    private static readonly Guid Namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid Create(string instanceId, DateTime now, int counter)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{now:o}_{counter}");
#pragma warning disable CA5350 // Version 5 is defined by SHA-1; nothing is protected by it.
        var hash = SHA1.HashData([.. Namespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
