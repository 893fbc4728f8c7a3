using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must be a UUID as RFC 9562 writes it: 32 hexadecimal digits in groups of 8-4-4-4-12.</summary>
internal sealed class Uuid : Validation<Uuid.UuidParameters>
{
    private static readonly Violation NoUuid = new("invalid_uuid", "The value is not a UUID: it must be like 6f0c4c1e-7d0b-4a4e-9c55-2f8a5d3e8b11.");
    private static readonly Violation WrongVersion = new("wrong_uuid_version", "The value is a UUID of another version than the rule allows.");

    public sealed record UuidParameters
    {
        [Description("The versions allowed, such as [4, 7]; any when left out, then the nil and max UUIDs are allowed too.")]
        public IReadOnlyList<int>? Versions { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value is a UUID as RFC 9562 writes it, without braces; capital or small letters.",
        """{"parameters":{"versions":[4]},"passes":"6f0c4c1e-7d0b-4a4e-9c55-2f8a5d3e8b11","fails":"6f0c4c1e7d0b4a4e9c552f8a5d3e8b11"}""",
        NoUuid,
        WrongVersion);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        if (value.Kind is ValueKind.Absent or ValueKind.Null)
            return null;
        if (value.Kind != ValueKind.Text || !IsUuid(value.Bytes))
            return NoUuid;
        return Parameters.Versions is { } versions && !IsOf(versions, value.Bytes) ? WrongVersion : null;
    }

    /// <summary>Whether a text is a UUID of any version.</summary>
    public static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 36)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit((char)text[i]))
                return false;
        }

        return true;
    }

    protected override void Prepare(UuidParameters parameters, string path, Problems problems)
    {
        for (var i = 0; i < parameters.Versions?.Count; i++)
        {
            if (parameters.Versions[i] is < 1 or > 8)
                problems.Add($"{path}.versions[{i}]", "must be a version from 1 to 8.");
        }
    }

    // Versions mean something only in the variant of the RFC, whose digit is 8, 9, a or b.
    private static bool IsOf(IReadOnlyList<int> versions, ReadOnlySpan<byte> uuid) =>
        uuid[19] is (byte)'8' or (byte)'9' or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B' && versions.Contains(uuid[14] - '0');
}
