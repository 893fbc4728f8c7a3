using System.Text.Json;
using DataAggregator.Connectors.Catalogue;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Pipelines;

public sealed class PipelineValidatorTests
{
    [Theory]
    [InlineData("evolve", 0)]
    [InlineData("freeze", 1)]
    [InlineData("reject", 1)]
    [InlineData("quarantine", 1)]
    public async Task A_policy_that_no_run_carries_out_is_refused(string policy, int problems) =>
        (await ProblemsAsync(new { name = "p", source = File("in.csv"), destination = File("out.csv"), schema_evolution = policy }))
            .Select(problem => problem.Path).ShouldBe(Enumerable.Repeat("$.schema_evolution", problems));

    [Fact]
    public async Task Every_problem_is_listed_with_its_path() =>
        (await ProblemsAsync(new { name = "p", source = new { connector_type = "fiel", config = new { path = "in.csv" } }, destination = File("out.csv"), transformations = new[] { new { type = "record_fliter" } } }))
            .Select(problem => problem.Path).ShouldBe(["$.source.connector_type", "$.transformations[0].type"]);

    [Fact]
    public async Task Where_there_are_no_saved_transformations_steps_cannot_refer_to_one()
    {
        object[] steps = [new { transformation_id = "t1", version = "latest", transformations = Array.Empty<object>() }];

        var problem = (await ProblemsAsync(new { name = "p", source = File("in.csv"), destination = File("out.csv"), transformations = steps })).ShouldHaveSingleItem();

        (problem.Path, problem.Message).ShouldBe(("$.transformations[0].transformation_id", "there are no saved transformations here; write the steps in its place."));
    }

    private static object File(string path) => new { connector_type = "file", config = new { path } };

    private static async Task<Problems> ProblemsAsync(object pipeline)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IFileRoots>(new OpenFileRoots(Path.GetTempPath()))
            .AddConnectors(new EgressOptions())
            .AddTransformations()
            .BuildServiceProvider();
        var validator = new PipelineValidator(services.GetRequiredService<ConnectorCatalogue>(), services.GetRequiredService<ITransformationCompiler>(), new TransformationResolver());
        var problems = new Problems();
        await validator.ValidateAsync(JsonSerializer.SerializeToElement(pipeline), problems, CancellationToken.None);
        return problems;
    }
}
