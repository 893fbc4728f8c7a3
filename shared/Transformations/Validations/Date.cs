using System.ComponentModel;
using System.Globalization;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must be a date or timestamp, as text in one of the formats named, and within the bounds.</summary>
internal sealed class Date : Validation<Date.DateParameters>
{
    private const string Iso = "iso8601";
    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly Violation NoDate = new("invalid_date", "The value is not a date in a format that the rule allows.");
    private static readonly Violation OutOfRange = new("date_out_of_range", "The value is a date outside the bounds of the rule.");
    private string[] formats = [];
    private long minimum = long.MinValue;
    private long maximum = long.MaxValue;

    public sealed record DateParameters
    {
        [Description("The formats allowed for text: iso8601 (2025-01-15, perhaps with a time and zone), or patterns such as dd.MM.yyyy, MM/dd/yyyy HH:mm, yyyyMMdd.")]
        public IReadOnlyList<string> Formats { get; init; } = [Iso];

        [Description("The first moment allowed, such as 2000-01-01 or 2000-01-01T00:00:00Z.")]
        public string? Min { get; init; }

        [Description("The last moment allowed; a date alone means its first instant.")]
        public string? Max { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value is a day that there is, as text in one of the formats or as a date or timestamp field, and not before min or after max. Moments without a zone count as UTC.",
        """{"parameters":{"formats":["dd.MM.yyyy"],"min":"2000-01-01"},"passes":"29.02.2024","fails":"30.02.2024"}""",
        NoDate,
        OutOfRange);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        switch (value.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                return null;
            case ValueKind.Moment when value.Type != DataType.Time:
                return Within(value.Type == DataType.Date ? value.Long * MicrosecondsPerDay : value.Long);
        }

        Span<byte> digits = stackalloc byte[ValidatedText.DigitsLength];
        if (!ValidatedText.TryRead(value, digits, out var text))
            return NoDate;
        foreach (var format in formats)
        {
            if (TryRead(text, format, scratch, out var moment))
                return Within(moment);
        }

        return NoDate;
    }

    protected override void Prepare(DateParameters parameters, string path, Problems problems)
    {
        formats = [.. parameters.Formats];
        if (parameters.Formats.Count == 0)
            problems.Add($"{path}.formats", $"must name at least one format, such as {Iso} or dd.MM.yyyy.");
        for (var i = 0; i < parameters.Formats.Count; i++)
        {
            if (!IsFormat(parameters.Formats[i]))
                problems.Add($"{path}.formats[{i}]", $"'{parameters.Formats[i]}' is no format: it must be {Iso} or a pattern of yyyy, MM, dd, HH, mm, ss, such as dd.MM.yyyy.");
        }

        if (parameters.Min is { } min && !Rfc3339.TryReadMoment(Encoding.UTF8.GetBytes(min), out minimum))
            problems.Add($"{path}.min", $"'{min}' is no moment: it must be like 2025-01-15 or 2025-01-15T10:30:00Z.");
        if (parameters.Max is { } max && !Rfc3339.TryReadMoment(Encoding.UTF8.GetBytes(max), out maximum))
            problems.Add($"{path}.max", $"'{max}' is no moment: it must be like 2025-01-15 or 2025-01-15T10:30:00Z.");
        if (minimum > maximum)
            problems.Add($"{path}.max", "is before min, so that no date would pass.");
    }

    private Violation? Within(long moment) => moment >= minimum && moment <= maximum ? null : OutOfRange;

    private static bool TryRead(ReadOnlySpan<byte> text, string format, Scratch scratch, out long microseconds)
    {
        if (format == Iso)
            return Rfc3339.TryReadMoment(text, out microseconds);
        const DateTimeStyles AsUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isMoment = DateTime.TryParseExact(scratch.Decode(text), format, CultureInfo.InvariantCulture, AsUtc, out var moment);
        microseconds = (moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return isMoment;
    }

    // One letter alone names a format of some culture, and % starts a pattern of other languages.
    private static bool IsFormat(string format)
    {
        if (format == Iso)
            return true;
        if (format.Length < 2 || format.Contains('%', StringComparison.Ordinal))
            return false;
        try
        {
            return DateTime.UnixEpoch.ToString(format, CultureInfo.InvariantCulture) != format;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
