using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Orchestrations.Runs;
using DataAggregator.Storage;
using DataAggregator.Transformations;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Functions.Application;

/// <summary>The composition root of the server: what <c>Program.cs</c> runs on Azure and the local host runs on a laptop.</summary>
public static class DataAggregatorServer
{
    /// <summary>A builder with everything the server is made of; the host adds where it runs.</summary>
    /// <exception cref="Core.Configuration.InvalidDocumentException">A setting is missing or malformed.</exception>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        var settings = SettingsReader.Read<ServerSettings>(builder.Configuration);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<CorrelationMiddleware>();
        builder.UseMiddleware<ErrorMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();
        builder.AddLogging();
        builder.AddTelemetry();
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddPostgreSqlStorage(settings.Postgres)
            .AddSegments(settings)
            .AddKeyFileSecrets(settings.KeyFile)
            .AddServerConnectors(settings)
            .AddTransformations()
            .AddPipelines()
            .AddRuns(SettingsReader.Read<RunLimits>(builder.Configuration))
            .AddAccessTokens(settings);
        return builder;
    }
}
