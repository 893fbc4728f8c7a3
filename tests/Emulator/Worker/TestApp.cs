using DataAggregator.Emulator;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Tests.Emulator.Worker;

/// <summary>
/// A started functions application with the functions of some classes, its own data folder, host.json and log. With
/// <c>ConfigureFunctionsWebApplication</c> it answers on a free port of its own.
/// </summary>
public sealed class TestApp : IAsyncDisposable
{
    /// <summary>Any port that the system gives.</summary>
    public const string AnyPort = "http://127.0.0.1:0";

    private readonly string directory;

    private TestApp(IHost host, string directory, LogLines log)
    {
        Host = host;
        this.directory = directory;
        Log = log;
        var addresses = host.GetAddresses();
        Client = new HttpClient { BaseAddress = addresses.Count == 0 ? null : new Uri(addresses[0]) };
    }

    public IHost Host { get; }

    public HttpClient Client { get; }

    /// <summary>Everything that was logged.</summary>
    public LogLines Log { get; }

    /// <summary>Starts the classes' functions behind Kestrel, with nothing else.</summary>
    public static Task<TestApp> StartAsync(params Type[] functions) => StartAsync(static builder => builder.ConfigureFunctionsWebApplication(), functions);

    /// <summary>Starts the classes' functions in an application that the test configures.</summary>
    public static Task<TestApp> StartAsync(Action<FunctionsApplicationBuilder> configure, params Type[] functions)
        => StartAsync(configure, hostJson: null, dataDirectory: null, functions);

    /// <summary>Starts the classes' functions with a host.json, and with the data of an earlier application if its folder is given.</summary>
    public static async Task<TestApp> StartAsync(Action<FunctionsApplicationBuilder> configure, string? hostJson, string? dataDirectory, params Type[] functions)
    {
        var directory = Directory.CreateTempSubdirectory("emulator-test-").FullName;
        var log = new LogLines();
        var builder = Builder(directory, hostJson, log, functions);
        if (dataDirectory is not null)
        {
            builder.UseEmulator(options => options.DataDirectory = dataDirectory);
        }

        configure(builder);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            Directory.Delete(directory, recursive: true);
            throw;
        }

        return new TestApp(host, directory, log);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.StopAsync();
        await ((IAsyncDisposable)Host).DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private static FunctionsApplicationBuilder Builder(string directory, string? hostJson, LogLines log, Type[] functions)
    {
        var hostJsonPath = Path.Combine(directory, "host.json");
        if (hostJson is not null)
        {
            File.WriteAllText(hostJsonPath, hostJson);
        }

        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Logging.ClearProviders().AddProvider(log);
        return builder.UseEmulator(options =>
        {
            foreach (var type in functions)
            {
                options.FunctionClasses.Add(type);
            }

            options.HostJsonPath = hostJsonPath;
            options.DataDirectory = Path.Combine(directory, "data");
            options.Urls.Add(AnyPort);
        });
    }
}
