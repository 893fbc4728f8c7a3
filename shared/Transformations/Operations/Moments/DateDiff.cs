using System.ComponentModel;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>The time from another moment to the field's.</summary>
internal sealed class DateDiff : MomentOperation<DateDiff.Options>
{
    private static readonly OperationFailure OtherNotMoment = new("not_a_date", "The other field holds no date or time to count from.");
    private IReadOnlyList<FieldPath> others = [];
    private Moment? constant;
    private Zone zone = Zone.Utc;

    public sealed record Options
    {
        [Description("The field to count from.")]
        public string? OtherField { get; init; }

        [Description("The date or time to count from, in place of a field; current_timestamp and current_date are those of the run.")]
        public string? Other { get; init; }

        [Description("What to count: only whole ones, towards zero.")]
        public TimeUnit Unit { get; init; } = TimeUnit.Days;

        [Description("The time zone whose days, weeks and so on are counted between timestamps; without it UTC.")]
        public string? TimeZone { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "date_time",
        "Counts the time that has passed from another field, or from a fixed time, to the field; below 0 when the field is the earlier.",
        """{"input":"2025-03-01","parameters":{"other_field":"signed_up","unit":"months"},"others":{"signed_up":"2024-12-15"},"output":2}""");

    public override IReadOnlyList<FieldPath> Others => others;

    public override Field Describe(Field input, string path, Problems problems) => base.Describe(input, path, problems) with { Type = DataType.Int64, Nullable = true };

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        zone = Zone.Find(parameters.TimeZone, $"{path}.time_zone", problems) ?? Zone.Utc;
        if (parameters.OtherField is null == parameters.Other is null)
            problems.Add(path, "must have one of other_field and other: what to count from.");
        if (parameters.OtherField is { } field)
            others = [FieldPath.Parse(field)];
        else if (parameters.Other is { } text && !IsOfRun(text))
            constant = IsoText.TryParse(Encoding.UTF8.GetBytes(text), out var moment) ? moment : AddProblem(text, path, problems);
    }

    protected override OperationFailure? Write(Moment moment, ValueBuilder result, OperationRun run)
    {
        if (From(run, out var isMissing) is not { } from)
        {
            if (!isMissing)
                return OtherNotMoment;
            result.AppendNull();
            return null;
        }

        if (from.Type == DataType.Time != (moment.Type == DataType.Time))
            return WrongKind;
        // What has no zone shows the time of this one already, and is no instant of it.
        var areInstants = from.Type == DataType.Timestamp && moment.Type == DataType.Timestamp;
        result.AppendLong((areInstants ? zone : Zone.Utc).Between(from.Microseconds, moment.Microseconds, Parameters.Unit));
        return null;
    }

    private Moment? From(OperationRun run, out bool isMissing)
    {
        isMissing = false;
        if (others.Count == 0)
            return constant ?? OfRun(run);
        var other = run.Other(0);
        isMissing = other.Kind is ValueKind.Null or ValueKind.Absent;
        return Moment.TryRead(other, out var moment) ? moment : null;
    }

    private Moment OfRun(OperationRun run)
    {
        var now = new Moment(DataType.Timestamp, run.LogicalTime.ToUnixTimeSeconds() * Civil.Second);
        return Parameters.Other == "current_date" && now.TryAs(DataType.Date, out var today) ? today : now;
    }

    private static bool IsOfRun(string text) => text is "current_timestamp" or "current_date";

    private static Moment? AddProblem(string text, string path, Problems problems)
    {
        problems.Add($"{path}.other", $"'{text}' is no date or time; write it as 2025-01-15 or 2025-01-15T10:30:00Z, or current_timestamp or current_date.");
        return null;
    }
}
