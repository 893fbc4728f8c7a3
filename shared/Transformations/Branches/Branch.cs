using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Branches;

/// <summary>The steps of one branch of a conditional.</summary>
internal sealed class Branch
{
    private readonly IReadOnlyList<(IRowStep Step, StepPlan Plan)> steps;
    private readonly RowNumbers numbers = new();

    private Branch(IReadOnlyList<(IRowStep, StepPlan)> steps) => this.steps = steps;

    /// <summary>Reads the steps and adds every problem.</summary>
    public static Branch Read(JsonElement? list, string path, Problems problems)
    {
        var steps = new List<(IRowStep, StepPlan)>();
        foreach (var written in list is { } given ? WrittenStep.In(given, path, path.TrimStart('$', '.'), problems) : [])
        {
            if (TransformationCompiler.Bind(written, steps.Count + 1, null, problems) is not { } plan)
                continue;
            if (plan.Design is IRowStep row and not (IExchange or IFetchingStep or IPreparingStep))
                steps.Add((row, plan));
            else
                problems.Add($"{written.Path}.type", $"'{plan.Type}' cannot stand inside a branch: it needs more than the record at hand. Put it before or after the conditional.");
        }

        return new Branch(steps);
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
        var (rejected, counts, origins) = (new List<RejectedRecord>(), new List<StepBooks>(), scope.Origins);
        int[]? parents = null;
        var current = input.Share();
        try
        {
            foreach (var (step, plan) in steps)
            {
                var books = plan.NewBooks();
                counts.Add(books);
                var inner = scope.Inside(books, origins, current, numbers.Of(current));
                var next = inner.Close(step.Apply(current, inner), rejected, out origins);
                parents = inner.OwnParents is { } made ? Compose(parents, made) : parents;
                current.Dispose();
                current = next;
            }
        }
        catch
        {
            current.Dispose();
            throw;
        }

        return new BranchResult(current, parents, rejected, counts);
    }

    private static int[] Compose(int[]? before, int[] made) => before is null ? made : [.. made.Select(row => before[row])];
}
