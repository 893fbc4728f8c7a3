using DataAggregator.Core.Security;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.RateLimits;
using DataAggregator.Orchestrations.Runs;
using DataAggregator.Storage;
using DataAggregator.Storage.PostgreSql;
using DataAggregator.Transformations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
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
        // The Azure Functions worker takes the last X-Forwarded-For for the client's address, whoever wrote it: we count the proxies that are trusted.
        builder.Services.PostConfigure<ForwardedHeadersOptions>(options => options.ForwardedHeaders &= ~ForwardedHeaders.XForwardedFor);
        builder.UseMiddleware<CorrelationMiddleware>();
        builder.UseMiddleware<ErrorMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();
        builder.UseMiddleware<RateLimitMiddleware>();
        builder.UseMiddleware<AuthorizationMiddleware>();
        builder.UseMiddleware<IdempotencyMiddleware>();
        builder.AddLogging();
        builder.AddTelemetry();
        builder.Services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddPostgreSqlStorage(settings.Postgres)
            .AddSegments(settings)
            .AddDiskSpill(Path.Combine(Path.GetTempPath(), "dataaggregator-spill"))
            .AddKeyFileSecrets(settings.KeyFile)
            .AddServerConnectors(settings)
            .AddTransformations(SettingsReader.Read<CodeSettings>(builder.Configuration).AllowCsharpFunctions)
            .AddSavedTransformations()
            .AddPipelines()
            .AddRuns(SettingsReader.Read<RunLimits>(builder.Configuration))
            .AddRunEnds()
            .AddNotificationChannels(settings)
            .AddLineageCollector(SettingsReader.Read<LineageSettings>(builder.Configuration))
            .AddAccessTokens(settings);
        return builder;
    }

    /// <summary>Brings the database up to date and makes the first administrator: once, before the host starts.</summary>
    /// <param name="services">The built host's services.</param>
    /// <param name="email">The administrator's address.</param>
    /// <param name="password">The administrator's password; null to have one made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The password that was made, to be shown once; null when one was given or there are accounts already.</returns>
    /// <exception cref="ArgumentException">The password is too short.</exception>
    public static async Task<string?> PrepareAsync(IServiceProvider services, string email, string? password, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<PostgreSqlMigrator>().MigrateAsync(cancellationToken);
        return await Administrator.EnsureAsync(services.GetRequiredService<IUserStore>(), email, password, cancellationToken);
    }
}
