using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>Moments as the clocks of another time zone show them.</summary>
internal sealed class ConvertTimezone : MomentOperation<ConvertTimezone.Options>
{
    private static readonly OperationFailure NoZone = new("no_time_zone", "The value has no offset, so that the step must say by from what its zone is.");
    private static readonly OperationFailure NoSuchTime = new("no_such_local_time", "The local time does not exist, or exists twice, in the time zone, and the step refuses such ones.");
    private Zone? from;
    private Zone? to;

    public sealed record Options
    {
        [Description("The zone of values without an offset: an IANA name such as Europe/Berlin, a Windows name, or an offset.")]
        public string? From { get; init; }

        [Description("The zone to show the time of; without it, local times become instants (timestamps in UTC).")]
        public string? To { get; init; }

        [Description("What becomes of a local time that the zone leaves out as its clocks go forward: shift moves it on by the gap.")]
        public GapRule Gap { get; init; }

        [Description("Which instant is meant by a local time that the zone has twice as its clocks go back.")]
        public OverlapRule Overlap { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "date_time",
        "Shows times as another time zone does: a timestamp becomes the zone's local timestamp, text stays text and tells its offset. Without 'to', local times become timestamps.",
        """{"input":"2025-07-01T12:00:00Z","parameters":{"to":"America/New_York"},"output":"2025-07-01T08:00:00-04:00"}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        var output = base.Describe(input, path, problems);
        if (input.Type is DataType.Date or DataType.Time)
            problems.Add(path, $"'{input.Name}' is a {DeclaredSchema.NameOf(input.Type)}, which no time zone changes; cast it to timestamp first.");
        return Moment.Is(input.Type) ? output with { Type = to is null ? DataType.Timestamp : DataType.LocalTimestamp } : output;
    }

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        if (parameters.From is null && parameters.To is null)
            problems.Add(path, "must have from, to or both.");
        from = parameters.From is null ? null : Zone.Find(parameters.From, $"{path}.from", problems);
        to = parameters.To is null ? null : Zone.Find(parameters.To, $"{path}.to", problems);
    }

    protected override OperationFailure? Write(Moment moment, ValueBuilder result, OperationRun run)
    {
        if (moment.Type is DataType.Date or DataType.Time)
            return WrongKind;
        var utc = moment.Value;
        if (moment.Type == DataType.LocalTimestamp)
        {
            if (from is null)
                return NoZone;
            if (!from.TryToUtc(moment.Value, Parameters.Gap, Parameters.Overlap, out utc))
                return NoSuchTime;
        }

        var offset = to?.OffsetAt(utc) ?? 0;
        if (!Civil.IsMicrosecond(utc + offset))
            return OutOfRange;
        if (to is null)
            result.AppendMoment(DataType.Timestamp, utc);
        else if (result.Type == DataType.LocalTimestamp)
            result.AppendMoment(DataType.LocalTimestamp, utc + offset);
        else
            WriteText(utc + offset, offset, result);
        return null;
    }

    private static void WriteText(long local, long offset, ValueBuilder result)
    {
        WithOffset.Write(local, offset, result.Text);
        result.EndText();
    }

    private static readonly TimePattern WithOffset = TimePattern.Parse("yyyy-MM-ddTHH:mm:ssXXX", "", [])!;
}
