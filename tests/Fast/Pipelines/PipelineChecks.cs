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

namespace DataAggregator.Tests.Fast.Pipelines;

/// <summary>Checks a pipeline as it is checked before it is saved, where there are no saved connectors.</summary>
internal static class PipelineChecks
{
    public static object File(string path) => new { connector_type = "file", config = new { path } };

    public static async Task<Problems> ProblemsAsync(object pipeline)
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
