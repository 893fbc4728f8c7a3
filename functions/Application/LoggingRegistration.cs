using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;
using Serilog.Settings.Configuration;

namespace DataAggregator.Functions.Application;

/// <summary>Logging: readable on a terminal, one JSON object a line elsewhere, always on standard error, with the ids of scopes.</summary>
public static class LoggingRegistration
{
    // Named, so that they are not searched for in everything that is deployed: that takes a tenth of a second of every start.
    private static readonly Assembly[] Sinks = [typeof(ConsoleLoggerConfigurationExtensions).Assembly];

    private const string Readable = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Adds the log. Levels come from <c>Serilog:MinimumLevel</c>; the framework's own chatter is left out.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="quiet">Whether only warnings and worse are wanted, as on a terminal with a progress bar.</param>
    public static TBuilder AddLogging<TBuilder>(this TBuilder builder, bool quiet = false)
        where TBuilder : IHostApplicationBuilder
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(quiet ? LogEventLevel.Warning : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .ReadFrom.Configuration(builder.Configuration, new ConfigurationReaderOptions(Sinks))
            .Enrich.FromLogContext();
        if (Console.IsErrorRedirected)
            configuration.WriteTo.Console(new JsonFormatter(renderMessage: true), standardErrorFromLevel: LogEventLevel.Verbose);
        else
            configuration.WriteTo.Console(outputTemplate: Readable, formatProvider: System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
        builder.Logging.ClearProviders();
        builder.Services.AddSerilog(configuration);
        return builder;
    }

    private static void AddSerilog(this IServiceCollection services, LoggerConfiguration configuration) =>
        services.AddLogging(logging => logging.AddSerilog(configuration.CreateLogger(), dispose: true));
}
