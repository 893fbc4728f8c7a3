using System.ComponentModel;
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

/// <summary>POST /transformations/validate: every problem of a list of steps, and the schema that comes out.</summary>
public sealed class ValidateTransformations(ITransformationCompiler compiler, TransformationResolver resolver)
{
    /// <summary>What validating takes.</summary>
    public sealed record Request
    {
        /// <summary>The steps.</summary>
        [Description("The steps: a list, one bare step, or an object with 'transformations'.")]
        public required JsonElement Transformations { get; init; }

        /// <summary>The schema of the records that go in.</summary>
        [Description("The schema of the records that go in; with it, fields that are missing are problems too.")]
        public JsonElement? InputSchema { get; init; }
    }

    /// <summary>Checks steps and tells the schema that comes out.</summary>
    [Function("ValidateTransformations")]
    [RequireRole(Roles.Viewer)]
    [Body(typeof(Request))]
    [Answers(200, typeof(ValidationAnswer))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/transformations/validate")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        CodeRights.Check(SignedInUser.Of(request), body.Transformations);
        var (problems, found) = (new Problems(), new Problems());
        var input = body.InputSchema is { } declared ? DeclaredSchema.Read(declared, "$.input_schema", problems) : null;
        var steps = await resolver.ExpandAsync(body.Transformations, "$.transformations", problems, cancellationToken);
        var program = compiler.Compile(steps, input, "$.transformations", found);
        foreach (var problem in Placeholders.Judged(found, JsonSerializer.SerializeToElement(new { transformations = steps })))
            problems.Add(problem.Path, problem.Message);
        var output = problems.Count == 0 && input is not null ? program?.Describe(input) : null;
        return Answers.Ok(new ValidationAnswer(problems.Count == 0, [.. problems], output));
    }
}
