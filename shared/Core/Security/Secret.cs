using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataAggregator.Core.Security;

/// <summary>A value that must not be seen: it prints and serialises as eight asterisks, and only <see cref="Reveal"/> gives it away.</summary>
[JsonConverter(typeof(MaskingConverter))]
public sealed class Secret(string value) : IEquatable<Secret>
{
    /// <summary>What stands for a secret wherever one would be shown. Sent back by a client, it means "keep the stored one".</summary>
    public const string Mask = "********";

    /// <summary>The value. Call it only where it leaves for the system it belongs to.</summary>
    public string Reveal() => value;

    /// <summary>The mask.</summary>
    public override string ToString() => Mask;

    /// <inheritdoc/>
    public bool Equals(Secret? other) =>
        other is not null && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(value.AsSpan()),
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(other.Reveal().AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <summary>The same for every secret, so that none can be guessed from its hash.</summary>
    public override int GetHashCode() => 0;

    private sealed class MaskingConverter : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new JsonException("A secret is bound by the configuration binder, never by the serializer.");

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(Mask);
    }
}
