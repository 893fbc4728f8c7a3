using System.Globalization;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Local.Runs;

/// <summary>Prints why records were rejected and which fields had values converted.</summary>
internal sealed class ValuesReport(TextWriter output, IRunStore runs)
{
    // Enough to see most kinds of reasons; a file gets them all.
    private const int Looked = 200;
    private const int Shown = 5;

    /// <summary>Prints the first rejected record of each of the first kinds, and the fields of which values were converted to the declared type.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isFileGiven">Whether the rejected records go to a file, too.</param>
    /// <param name="ct">Stops reading.</param>
    public async Task WriteAsync(Run run, bool isFileGiven, CancellationToken ct)
    {
        var letters = run.Totals.Rejected == 0 ? [] : (await runs.ListRejectedAsync(run.Id, new PageRequest(Looked), ct)).Items;
        var kinds = letters.Select(letter => letter.Rejected.Errors[0]).GroupBy(error => (error.Step, error.Field, error.Code)).Select(group => group.First()).ToList();
        foreach (var error in kinds.Take(Shown))
            await output.WriteLineAsync($"  rejected: {error.Code} in {error.Step}: {error.Message}");
        if (kinds.Count > Shown)
            await output.WriteLineAsync($"  and {Quantity.Of(kinds.Count - Shown, "more kind")}{(run.Totals.Rejected > Looked ? $" among the first {Looked} rejected records" : "")}");
        if (kinds.Count > 0 && !isFileGiven)
            await output.WriteLineAsync("  With --rejected FILE all of them are written there, with the records.");
        foreach (var field in (await runs.SumFieldsAsync(run.Id, ct)).Where(field => field.Coerced > 0))
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {field.Field}: {field.Coerced:N0} converted, as they were not written in the declared type"));
    }
}
