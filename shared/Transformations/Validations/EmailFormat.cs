using System.Buffers;
using System.Text;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>
/// A value must look like an e-mail address: one @, a local part of up to 64 bytes, up to 254 in all, a domain of at least two labels.
/// </summary>
internal sealed class EmailFormat : Validation
{
    private static readonly SearchValues<byte> LocalPunctuation = SearchValues.Create("!#$%&'*+-/=?^_`{|}~."u8);

    private static readonly Violation NoAddress = new("invalid_email", "The value is not an e-mail address: it must be like name@example.com.");

    public override ValidationSpec Spec => MakeSpec(
        "The value looks like an e-mail address: one @, up to 64 bytes before it, up to 254 in all, a domain of at least two labels.",
        """{"passes":"john.doe@example.com","fails":"john.doe@example"}""",
        NoAddress);

    public override Violation? Check(in Value value, Scratch scratch) => value.Kind switch
    {
        ValueKind.Absent or ValueKind.Null => null,
        ValueKind.Text => IsAddress(value.Bytes) ? null : NoAddress,
        _ => NoAddress,
    };

    /// <summary>Whether a text is an address.</summary>
    public static bool IsAddress(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf((byte)'@');
        if (at is < 1 or > 64 || text.Length > 254 || text[(at + 1)..].Contains((byte)'@'))
            return false;
        return IsLocalPart(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocalPart(ReadOnlySpan<byte> local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.IndexOf(".."u8) >= 0)
            return false;
        foreach (var letter in local)
        {
            if (!IsLetterOrDigit(letter) && !LocalPunctuation.Contains(letter))
                return false;
        }

        return IsUtf8(local);
    }

    private static bool IsDomain(ReadOnlySpan<byte> domain)
    {
        var labels = 0;
        foreach (var range in domain.Split((byte)'.'))
        {
            var label = domain[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
                return false;
            foreach (var letter in label)
            {
                if (!IsLetterOrDigit(letter) && letter != '-')
                    return false;
            }

            labels++;
        }

        return labels >= 2 && IsUtf8(domain);
    }

    // Bytes above ASCII belong to internationalised addresses; which letters they are is not looked into.
    private static bool IsLetterOrDigit(byte letter) => letter >= 0x80 || char.IsAsciiLetterOrDigit((char)letter);

    private static bool IsUtf8(ReadOnlySpan<byte> text) => Ascii.IsValid(text) || System.Text.Unicode.Utf8.IsValid(text);
}
