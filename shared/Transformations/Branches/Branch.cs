using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Branches;

/// <summary>The steps of one branch of a conditional.</summary>
internal sealed class Branch
{
    private readonly string name;
    private readonly IReadOnlyList<(IRowStep Step, StepPlan Plan)> steps;
    private readonly RowNumbers numbers = new();
    private readonly int lastExpanding;

    private Branch(string name, IReadOnlyList<(IRowStep Step, StepPlan Plan)> steps)
    {
        this.name = name;
        this.steps = steps;
        lastExpanding = steps.Count - 1;
        while (lastExpanding >= 0 && steps[lastExpanding].Step is not IExpandingStep)
            lastExpanding--;
    }

    /// <summary>Whether some step may make far more than came in.</summary>
    public bool IsExpanding => lastExpanding >= 0;

    /// <summary>Reads the steps and adds every problem.</summary>
    public static Branch Read(JsonElement? list, string path, Problems problems)
    {
        var name = path.TrimStart('$', '.');
        var steps = new List<(IRowStep, StepPlan)>();
        foreach (var written in list is { } given ? WrittenStep.In(given, path, name, problems) : [])
        {
            if (TransformationCompiler.Bind(written, steps.Count + 1, null, problems) is not { } plan)
                continue;
            if (plan.Design is IRowStep row and not (IExchange or IFetchingStep or IPreparingStep))
                steps.Add((row, plan));
            else
                problems.Add($"{written.Path}.type", $"'{plan.Type}' cannot stand inside a branch: it needs more than the record at hand. Put it before or after the conditional.");
        }

        return new Branch(name, steps);
    }

    /// <summary>The schema of what comes out.</summary>
    public Schema Describe(Schema input, Problems problems) => steps.Aggregate(input, (schema, step) => step.Step.Describe(schema, step.Plan.Path, problems));

    /// <summary>Takes down what the steps make, one after the other, of the fields that go into the branch.</summary>
    public void Trace(LineageTrace trace)
    {
        var (schema, origins) = (trace.Input, trace.Input.ToDictionary(field => field.Name, field => new MadeField(field.Name, LineageKind.Copied, [new(null, field.Name)]), StringComparer.Ordinal));
        foreach (var (step, plan) in steps)
        {
            var own = new LineageTrace(schema);
            step.Trace(own);
            foreach (var influence in own.Influences)
            {
                foreach (var input in Origins(influence.Input))
                    trace.Decides(influence.Kind, input);
            }

            schema = step.Describe(schema, plan.Path, []);
            origins = own.Fields(schema).ToDictionary(made => made.Field, Composed, StringComparer.Ordinal);
        }

        foreach (var made in origins.Values.Where(made => made.Kind != LineageKind.Copied))
            trace.Made(made.Field, made.Kind, [.. made.Inputs]);

        IEnumerable<LineageField> Origins(LineageField field) => field.Source is null && origins.TryGetValue(field.Field, out var before) ? before.Inputs : [field];

        MadeField Composed(MadeField made)
        {
            // What is only passed on or renamed was made by the steps before.
            var isPassed = made.Kind is LineageKind.Copied or LineageKind.Renamed && made.Inputs is [var one] && origins.TryGetValue(one.Field, out var before) && before.Kind != LineageKind.Copied;
            var kind = isPassed ? origins[made.Inputs[0].Field].Kind : made.Kind;
            return made with { Kind = kind, Inputs = [.. made.Inputs.SelectMany(Origins).Distinct()] };
        }
    }

    /// <summary>Passes the selected records through the steps.</summary>
    public BranchResult Apply(RecordBatch input, StepScope scope)
    {
        var (rejected, books) = (new List<RejectedRecord>(), new List<StepBooks>());
        var records = new BranchRecords(input.Share(), scope.Origins, null);
        try
        {
            for (var at = 0; at < steps.Count; at++)
                Pass(at, ref records, scope, scope.Copies, rejected, books);
        }
        catch
        {
            records.Batch.Dispose();
            throw;
        }

        return new BranchResult(records.Batch, records.Parents, rejected, books);
    }

    /// <summary>Passes a single record through the steps, in parts where what they make of it is more than may come out at a time.</summary>
    public IEnumerable<BranchResult> ApplyInParts(RecordBatch record, StepScope scope) =>
        new BranchParts(name, steps, scope).From(0, new BranchRecords(record.Share(), scope.Origins, null));

    /// <summary>The row of the first record of which, with those before it, more would be made than may come out at a time; -1 for none.</summary>
    public int FirstTooMany(RecordBatch input, StepScope scope)
    {
        // What is only tried is not counted.
        var (tooMany, copies) = (-1, scope.Copies.Copy());
        var records = new BranchRecords(input.Share(), scope.Origins, null);
        try
        {
            // What the steps up to the last of them make is found by taking them; no more is taken of it than fits.
            for (var at = 0; at <= lastExpanding; at++)
            {
                if (steps[at].Step is IExpandingStep expanding && expanding.Fitting(records.Batch, Open(at, records, scope, copies, [])) is var fitting && fitting < records.Batch.Count)
                {
                    tooMany = records.ParentOf(records.Batch.RowAt(fitting));
                    records = records.Select(0, fitting);
                }

                if (at < lastExpanding)
                    Pass(at, ref records, scope, copies, [], []);
            }
        }
        finally
        {
            records.Batch.Dispose();
        }

        return tooMany;
    }

    private void Pass(int at, ref BranchRecords records, StepScope scope, CopyCounts copies, List<RejectedRecord> rejected, List<StepBooks> books)
    {
        var inner = Open(at, records, scope, copies, books);
        var made = records.Close(inner, steps[at].Step.Apply(records.Batch, inner), rejected);
        records.Batch.Dispose();
        records = made;
    }

    private StepScope Open(int at, BranchRecords records, StepScope scope, CopyCounts copies, List<StepBooks> books)
    {
        var own = steps[at].Plan.NewBooks();
        books.Add(own);
        return scope.Inside(name, own, records.Origins, records.Batch, numbers.Of(records.Batch), copies);
    }
}
