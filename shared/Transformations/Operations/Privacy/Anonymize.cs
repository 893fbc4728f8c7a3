using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Operations.Moments;
using DataAggregator.Transformations.Operations.Numbers;
using DataAggregator.Transformations.Operations.Texts;
using DataType = DataAggregator.Core.Records.DataType;

namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>Values made less exact, so that they fit many people.</summary>
internal sealed class Anonymize : TextOperation<Anonymize.Options>
{
    private static readonly OperationFailure NotMoment = new("not_a_date", "The value is no date, nor text of one as in 2025-01-15.");
    private static readonly OperationFailure NotAddress = new("not_an_ip_address", "The value is no IP address.");
    private static readonly OperationFailure NotNumber = new("not_a_number", "The value is no number.");
    private static readonly OperationFailure OutOfRange = new("number_out_of_range", "The bounds of the range do not fit 38 digits.");
    private Decimal38 size;

    public sealed record Options
    {
        [Description("What to keep: the year or month of a date, the prefix of a text such as a zip code, the ip_network of an address, the bucket that a number lies in.")]
        public required Generalisation Method { get; init; }

        [Description("Characters of a prefix to keep.")]
        [Range(0, 100)]
        public int Keep { get; init; } = 3;

        [Description("The width of a bucket.")]
        public string Size { get; init; } = "10";
    }

    public override OperationSpec Spec => MakeSpec(
        "privacy",
        "Makes a value less exact: a date its year, an age 30..40 (from 30 to below 40), an IP address its network, a zip code its first characters.",
        """{"input":37,"parameters":{"method":"bucket","size":10},"output":"30..40"}""");

    protected override bool TakesAnyValue => true;

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        if (!Decimal38.TryParse(Encoding.UTF8.GetBytes(parameters.Size), out size) || size <= default(Decimal38))
            problems.Add($"{path}.size", $"must be a number above 0, not '{parameters.Size}'.");
    }

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run) => Parameters.Method switch
    {
        Generalisation.Prefix => WritePrefix(text, result),
        Generalisation.IpNetwork => WriteNetwork(run.Scratch.Decode(text), result),
        Generalisation.Bucket => WriteBucket(text, result),
        _ => WriteDate(text, result),
    };

    private OperationFailure? WriteDate(ReadOnlySpan<byte> text, IBufferWriter<byte> result)
    {
        if (!IsoText.TryParse(text, out var moment) || !moment.TryAs(DataType.Date, out _))
            return NotMoment;
        // ISO 8601 begins with year and month.
        result.Write(text[..(Parameters.Method == Generalisation.Year ? 4 : 7)]);
        return null;
    }

    private OperationFailure? WritePrefix(ReadOnlySpan<byte> text, IBufferWriter<byte> result)
    {
        var kept = CharacterCount.OffsetOf(text, Parameters.Keep);
        result.Write(text[..kept]);
        for (var hidden = CharacterCount.Of(text[kept..]); hidden > 0; hidden--)
            result.Write("*"u8);
        return null;
    }

    private static OperationFailure? WriteNetwork(ReadOnlySpan<char> text, IBufferWriter<byte> result)
    {
        if (!IPAddress.TryParse(text, out var address) || (address.AddressFamily == AddressFamily.InterNetwork && text.Count('.') != 3))
            return NotAddress;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var isShort = address.AddressFamily == AddressFamily.InterNetwork;
        bytes[(isShort ? 3 : 6)..length].Clear();
        Encoding.UTF8.GetBytes($"{new IPAddress(bytes[..length])}/{(isShort ? 24 : 48)}", result);
        return null;
    }

    private OperationFailure? WriteBucket(ReadOnlySpan<byte> text, IBufferWriter<byte> result)
    {
        if (!Decimal38.TryParse(text, out var number))
            return NotNumber;
        try
        {
            var bucket = Rounding.Round(Decimal38.Divide(number, size, Decimal38.MaxDigits - 20), 0, RoundingMode.Floor);
            var low = bucket * size;
            // The quotient may have been rounded up to a whole number.
            low = low > number ? low - size : low;
            Encoding.UTF8.GetBytes($"{low.Trimmed()}..{(low + size).Trimmed()}", result);
            return null;
        }
        catch (OverflowException)
        {
            return OutOfRange;
        }
    }
}
