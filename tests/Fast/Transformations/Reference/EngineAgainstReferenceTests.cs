using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Random steps over random records give what doing them by hand, record by record, gives: the same records in the same order, and the same rejected.</summary>
public sealed partial class EngineAgainstReferenceTests
{
    private static readonly string[] AllSteps =
    [
        "aggregation", "conditional", "deduplication", "field_addition", "field_calculation", "field_mapping", "field_operation", "field_removal", "join", "limit",
        "record_filter", "record_splitting", "sort", "unpivot",
    ];

    [Fact]
    public void Columns_give_what_records_one_by_one_give()
    {
        var seen = new Dictionary<string, int>();
        // DATAAGGREGATOR_PROPERTY_CASES and _SEED run more cases than a build has time for.
        var cases = int.Parse(Environment.GetEnvironmentVariable("DATAAGGREGATOR_PROPERTY_CASES") ?? "300", CultureInfo.InvariantCulture);
        var seed = ulong.Parse(Environment.GetEnvironmentVariable("DATAAGGREGATOR_PROPERTY_SEED") ?? "20250115", CultureInfo.InvariantCulture);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(seed, 7), Prop.ForAll(Generator.Samples().ToArbitrary(), sample =>
        {
            foreach (var step in Agree(sample))
                seen[step] = seen.GetValueOrDefault(step) + 1;
            return true;
        }));

        // Were most steps refused, nothing much would be compared.
        seen.Keys.Order(StringComparer.Ordinal).ShouldBe(AllSteps);
        seen.Values.Min().ShouldBeGreaterThan(cases / 20);
    }

    /// <summary>Runs a case both ways, and says which types of steps took part.</summary>
    private static IReadOnlyList<string> Agree(Sample sample)
    {
        using var all = JsonRecords.Parse(sample.Records);
        using var input = all.Select([.. Enumerable.Range(Generator.Typical, all.RowCount - Generator.Typical)]);
        var inputs = new Dictionary<string, string> { ["other"] = sample.Other };
        var accepted = Accepted(sample.Steps, input.Schema, inputs);
        if (accepted.Count == 0)
            return [];

        var steps = $"[{string.Join(",\n", accepted)}]";
        var parsed = JsonDocument.Parse(steps).RootElement;
        var types = parsed.EnumerateArray().Select(step => step.GetProperty("type").GetString()!).ToList();
        var reference = new ReferenceProgram(new Dictionary<string, Table> { ["other"] = Table.Parse(sample.Other) });
        var table = Table.Parse(sample.Records);
        Table expected;
        try
        {
            expected = reference.Run(parsed, table with { Rows = [.. table.Rows.Skip(Generator.Typical)] });
        }
        catch (Exception e) when (e is UndecidedException or { InnerException: UndecidedException })
        {
            return [];
        }

        try
        {
            var result = Steps.Run(steps, input, types.Contains("join") ? inputs : null);
            (Table.Parse(result.Records) with { Fields = [.. result.Schema.Select(field => field.Name)] }).Complete().Write().ShouldBe(expected.Write());
            result.Schema.Select(field => field.Name).ShouldBe(expected.Fields);
            Rejected(result, types).ShouldBe(Known(reference.Rejected, types), ignoreOrder: true);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{steps}\nof {sample.Records}\nand {sample.Other}:\n{e.Message}", e);
        }

        return types;
    }

    /// <summary>The steps without those that the compiler refuses for these fields, such as a sum of texts.</summary>
    private static List<string> Accepted(IReadOnlyList<string> steps, Schema schema, Dictionary<string, string> inputs)
    {
        var accepted = new List<string>();
        foreach (var step in steps)
        {
            var problems = new Problems();
            var tried = JsonDocument.Parse($"[{string.Join(',', accepted.Append(step))}]").RootElement;
            Steps.Compiler().Compile(tried, schema, "$", problems, new JsonInputs(inputs).Known);
            if (problems.Count == 0)
                accepted.Add(step);
        }

        return accepted;
    }

    private static IEnumerable<(int Step, long? Ordinal)> Rejected(StepsResult result, List<string> types) =>
        Known(result.Rejected.Select(record => (int.Parse(StepNumber().Match(record.Errors[0].Step!).Value, CultureInfo.InvariantCulture), (long?)record.Ordinal)), types);

    // A step that needs the whole run gets records by what they are then, and numbers those of one record by themselves; behind it they are others.
    private static IEnumerable<(int Step, long? Ordinal)> Known(IEnumerable<(int Step, long? Ordinal)> rejected, List<string> types)
    {
        var first = types.FindIndex(type => type is "aggregation" or "sort" or "limit" or "deduplication" or "join");
        var multiplied = types.FindIndex(type => type is "record_splitting" or "unpivot" or "conditional");
        return rejected.Select(record => first >= 0 && (record.Step > first || (record.Step == first && multiplied >= 0 && multiplied < first)) ? (record.Step, null) : record);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex StepNumber();
}
