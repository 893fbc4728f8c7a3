using System.Globalization;
using System.Text;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Local.Runs;

/// <summary>Prints what a dry run would have written.</summary>
internal sealed class WritePlanReport(TextWriter output, IRunStore runs, IWritePlanStore plans)
{
    private const int Samples = 3;

    /// <summary>Prints the plan of every destination, the first records, and the first that were rejected.</summary>
    public async Task WriteAsync(Run run, CancellationToken ct)
    {
        foreach (var destination in await plans.FindAsync(run.Id, ct) ?? [])
            Write(WriteOutlook.Of(run, destination));
        foreach (var record in await plans.SampleAsync(run.Id, Samples, ct))
            await output.WriteLineAsync($"    would write {record.GetRawText()}");
        foreach (var letter in (await runs.ListRejectedAsync(run.Id, new PageRequest(Samples), ct)).Items)
        {
            var error = letter.Rejected.Errors[0];
            await output.WriteLineAsync($"    would reject {Encoding.UTF8.GetString(letter.Rejected.Record.Span)}: {error.Code} in {error.Step}: {error.Message}");
        }
    }

    private void Write(WriteOutlook outlook)
    {
        var plan = outlook.Destination.Plan;
        output.WriteLine($"  {outlook.Destination.Step}: {outlook.Destination.Type} {plan.Target}, {plan.WriteMode}{(plan.Exists ? "" : ", not there yet")}");
        foreach (var statement in plan.Statements)
            output.WriteLine($"    {statement.ReplaceLineEndings("\n    ")};");
        output.WriteLine($"    {plan.Effect}");
        if (plan.ExistingRecords is { } rows)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {(plan.ExistingIsEstimate ? "about " : "")}{Quantity.Of(rows, "row")} {(rows == 1 ? "is" : "are")} there"));
        var inserted = outlook.Inserted is { } count ? string.Create(CultureInfo.InvariantCulture, $", {count:N0} inserted") : "";
        var removed = outlook.Removed is > 0 and var gone ? string.Create(CultureInfo.InvariantCulture, $", {gone:N0} removed") : "";
        output.WriteLine($"    {Quantity.Of(outlook.Delivered, "record")} would be delivered{inserted}{removed}");
    }
}
