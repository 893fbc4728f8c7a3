using DataAggregator.Emulator.Worker.HostJson;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Worker.Hosting;

/// <summary>The host builder that every emulated application starts from.</summary>
internal static class EmulatorDefaults
{
    private static readonly string[] EnvironmentVariables = ["AZURE_FUNCTIONS_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    public static HostApplicationBuilder CreateHostBuilder(string[] args)
    {
        var environment = EnvironmentName(args, Environment.GetEnvironmentVariable);
        RefuseProduction(environment);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            // The framework's defaults watch files for changes, which costs start time and handles.
            DisableDefaults = true,
            EnvironmentName = environment,
            ContentRootPath = AppContext.BaseDirectory,
        });
        AddConfiguration(builder, args);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole();
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateScopes = true }));
        return builder;
    }

    /// <summary>Refuses to be a production host.</summary>
    /// <exception cref="EmulatorStartException">The environment is Production.</exception>
    public static void RefuseProduction(string environment)
    {
        if (string.Equals(environment, Environments.Production, StringComparison.OrdinalIgnoreCase))
        {
            throw new EmulatorStartException(
                "The environment is Production, but this is the local emulator of Azure Functions, for development only: publish with "
                + "-p:FunctionsHost=azure for production, or choose another environment with --environment.");
        }
    }

    /// <summary>The environment that the arguments or else the variables name. The generic host takes Production when nothing is said; a laptop means Development.</summary>
    public static string EnvironmentName(string[] args, Func<string, string?> variable)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(args).Build();
        return configuration[HostDefaults.EnvironmentKey]
            ?? EnvironmentVariables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value))
            ?? Environments.Development;
    }

    private static void AddConfiguration(HostApplicationBuilder builder, string[] args)
    {
        ((IConfigurationBuilder)builder.Configuration).Add(new HostJsonLogging());
        builder.Configuration
            .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
            .AddJsonFile($"appsettings.{builder.Environment.EnvironmentName}.json", optional: true, reloadOnChange: false);
        var localSettings = Path.Combine(builder.Environment.ContentRootPath, "local.settings.json");
        if (builder.Environment.IsDevelopment() && File.Exists(localSettings))
        {
            builder.Configuration.AddInMemoryCollection(LocalSettings.Read(localSettings));
        }

        builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
    }
}
