using System.Text.Json;
using Azure.Core.Serialization;
using DataAggregator.Emulator.Blobs;
using DataAggregator.Emulator.EventHubs;
using DataAggregator.Emulator.Timers;
using DataAggregator.Emulator.Worker.Converters;
using DataAggregator.Emulator.Worker.Durable;
using DataAggregator.Emulator.Worker.HostJson;
using DataAggregator.Emulator.Worker.Http;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DataAggregator.Emulator.Worker.Hosting;

/// <summary>Puts the emulator together, behind everything that the application registered.</summary>
internal static class EmulatorComposition
{
    /// <summary>Adds the emulator's services, the HTTP server among them if it is wanted.</summary>
    /// <exception cref="EmulatorStartException">The environment is Production, or <c>host.json</c> or a function is wrong.</exception>
    public static void AddTo(
        HostApplicationBuilder host,
        EmulatorOptions options,
        IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        bool servesHttp)
    {
        EmulatorDefaults.RefuseProduction(host.Environment.EnvironmentName);
        var settings = HostJsonReader.Read(options.HostJsonPath);
        host.Configuration.Sources.OfType<HostJsonLogging>().Single().Fill(settings.Logging);

        host.Services.AddSingleton(options);
        host.Services.AddSingleton(settings);
        var functions = new FunctionCatalogue(options);
        host.Services.AddSingleton(functions);
        host.Services.AddSingleton(new FunctionPipeline(middleware));
        host.Services.AddSingleton<FunctionInvoker>();
        host.Services.TryAddSingleton(TimeProvider.System);
        AddConversion(host.Services, servesHttp);
        Directory.CreateDirectory(options.DataDirectory);
        host.Services.AddDurableFunctions(functions, settings, options);
        host.Services.AddTimerTriggers();
        host.Services.AddBlobTriggers();
        host.Services.AddEventHubTriggers();
        host.Services.AddHostedService<TriggerHost>();
        if (servesHttp)
        {
            FunctionsWebServer.AddTo(host, options);
        }
    }

    private static void AddConversion(IServiceCollection services, bool servesHttp)
    {
        services.AddSingleton<InputBinder>();

        // In front, so that the application's own settings come later and win.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<JsonSerializerOptions>>(
            new ConfigureOptions<JsonSerializerOptions>(static json => json.PropertyNameCaseInsensitive = true)));
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<WorkerOptions>>(
            new ConfigureOptions<WorkerOptions>(options => AddConverters(options, servesHttp))));
        services.AddOptions<WorkerOptions>().PostConfigure<IOptions<JsonSerializerOptions>>(
            static (options, json) => options.Serializer ??= new JsonObjectSerializer(json.Value));
    }

    private static void AddConverters(WorkerOptions options, bool servesHttp)
    {
        if (servesHttp)
        {
            options.InputConverters.Register<HttpContextConverter>();
        }

        options.InputConverters.Register<FunctionContextConverter>();
        options.InputConverters.Register<SameTypeConverter>();
        options.InputConverters.Register<GuidConverter>();
        options.InputConverters.Register<DateTimeConverter>();
        options.InputConverters.Register<BytesConverter>();
        options.InputConverters.Register<JsonConverter>();
        options.InputConverters.Register<ArrayConverter>();
        options.InputConverters.Register<CancellationTokenConverter>();
    }
}
