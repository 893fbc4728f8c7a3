using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Transformations;

/// <summary>POST /transformations/preview: what a list of steps makes of sample records, by the very engine that runs use.</summary>
public sealed class PreviewTransformations(ITransformationCompiler compiler, TransformationResolver resolver, ISpillStore spill, IEnrichmentClient enrichment, TimeProvider time)
{
    private const long PreviewMemory = 64 << 20;

    /// <summary>What a preview takes.</summary>
    public sealed record Request
    {
        /// <summary>The steps.</summary>
        [Description("The steps: a list, one bare step, or an object with 'transformations'.")]
        public required JsonElement Transformations { get; init; }

        /// <summary>The records that go in.</summary>
        [Description("The records that go in, 10,000 at most.")]
        public required JsonElement Records { get; init; }

        /// <summary>The records of the sources that joins and lookups name.</summary>
        [Description("The records of the sources that joins and lookups name, by name; 10,000 each at most.")]
        public IReadOnlyDictionary<string, JsonElement> Sources { get; init; } = new Dictionary<string, JsonElement>();

        /// <summary>What else is wanted.</summary>
        [Description("What else is wanted.")]
        public PreviewOptions Options { get; init; } = new();
    }

    /// <summary>What a preview may tell beyond the result.</summary>
    public sealed record PreviewOptions
    {
        /// <summary>The most records of each step's samples.</summary>
        [Description("How many records to show before and after every step, and of those that it rejects; 0 for none.")]
        [Range(0, 100)]
        public int Samples { get; init; }

        /// <summary>Values for placeholders.</summary>
        [Description("Values for the placeholders of the steps, by name, as a pipeline's parameters give them.")]
        public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
    }

    /// <summary>Applies steps to sample records; nothing is saved.</summary>
    [Function("PreviewTransformations")]
    [RequireRole(Roles.Viewer)]
    [Body(typeof(Request))]
    [Answers(200, typeof(PreviewAnswer))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/transformations/preview")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        using var inputs = PreviewInputs.Read(body.Records, body.Sources);
        var problems = new Problems();
        var expanded = await resolver.ExpandAsync(body.Transformations, "$.transformations", problems, cancellationToken);
        CodeRights.Check(SignedInUser.Of(request), expanded);
        var (steps, missing) = Placeholders.Fill(expanded, name => body.Options.Parameters.GetValueOrDefault(name));
        foreach (var name in missing)
            problems.Add($"$.options.parameters.{name}", $"is required: the value of ${{{name}}} in the steps.");
        var program = compiler.Compile(steps, inputs.KnownSchema, "$.transformations", problems, inputs.Known);
        problems.ThrowIfAny();
        var context = new TransformContext("preview", "preview", time.GetUtcNow()) { Clock = time };
        await using var resources = new TransformationResources(context, inputs, spill, new(PreviewMemory), workers: 1)
        {
            Enrichment = enrichment,
            Samples = body.Options.Samples > 0 ? new StepSamples(body.Options.Samples, program!.Steps) : null,
        };
        return Answers.Ok(await new PreviewRun(program!, resources).RunAsync(inputs, cancellationToken));
    }
}
