using System.ComponentModel;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must be an IP address, or a network in CIDR notation where the rule allows it.</summary>
internal sealed class Ip : Validation<Ip.IpParameters>
{
    private static readonly Violation NoAddress = new("invalid_ip", "The value is not an IP address of the kind that the rule asks for, such as 192.0.2.1 or 2001:db8::1.");

    /// <summary>Which addresses are meant.</summary>
    internal enum IpVersion
    {
        Any,
        V4,
        V6,
    }

    /// <summary>Whether a network is meant: an address and the length of its prefix.</summary>
    internal enum CidrUse
    {
        Forbidden,
        Allowed,
        Required,
    }

    public sealed record IpParameters
    {
        [Description("Which addresses are allowed.")]
        public IpVersion Version { get; init; }

        [Description("Whether a prefix length, as in 192.0.2.0/24, is forbidden, allowed or required.")]
        public CidrUse Cidr { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value is an IP address: version 4 as four numbers without leading zeros, version 6 as RFC 4291 writes it, without a zone.",
        """{"parameters":{"version":"v4"},"passes":"192.0.2.1","fails":"192.0.2.256"}""",
        NoAddress);

    public override Violation? Check(in Value value, Scratch scratch) => value.Kind switch
    {
        ValueKind.Absent or ValueKind.Null => null,
        ValueKind.Text => IsAllowed(value.Bytes) ? null : NoAddress,
        _ => NoAddress,
    };

    private bool IsAllowed(ReadOnlySpan<byte> text)
    {
        var slash = text.IndexOf((byte)'/');
        if (slash >= 0 ? Parameters.Cidr == CidrUse.Forbidden : Parameters.Cidr == CidrUse.Required)
            return false;
        var address = slash >= 0 ? text[..slash] : text;
        var bits = Parameters.Version != IpVersion.V6 && IpAddress.IsV4(address) ? 32
            : Parameters.Version != IpVersion.V4 && IpAddress.IsV6(address) ? 128
            : 0;
        return bits > 0 && (slash < 0 || IpAddress.IsNumber(text[(slash + 1)..], bits));
    }
}
