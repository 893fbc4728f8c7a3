using System.Net;
using DataAggregator.Emulator;
using DataAggregator.Emulator.Worker.Hosting;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Worker;

/// <summary>What happens when an application starts, or cannot.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task It_says_that_it_is_a_local_emulator_and_what_a_power_loss_may_do()
    {
        await using var app = await TestApp.StartAsync(static _ => { }, typeof(Good));
        var line = app.Log.Lines.First(line => line.Text.Contains("emulator"));
        line.Level.ShouldBe(LogLevel.Information);
        line.Text.ShouldContain("Local emulator");
        line.Text.ShouldContain("power loss may roll back");
        line.Text.ShouldContain("Development");
    }

    [Theory]
    [InlineData("--environment", "Production")]
    [InlineData("--environment=production", "--x=y")]
    public void It_refuses_to_be_production(params string[] args)
    {
        var error = Should.Throw<EmulatorStartException>(() => FunctionsApplication.CreateBuilder(args));
        error.Message.ShouldContain("Production");
        error.Message.ShouldContain("local emulator");
    }

    [Fact]
    public void It_refuses_to_become_production_before_it_is_built()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Environment.EnvironmentName = "Production";
        Should.Throw<EmulatorStartException>(builder.Build);
    }

    [Theory]
    [InlineData("", "", "Development")]
    [InlineData("", "DOTNET_ENVIRONMENT=Production", "Production")]
    [InlineData("", "ASPNETCORE_ENVIRONMENT=Production", "Production")]
    [InlineData("", "AZURE_FUNCTIONS_ENVIRONMENT=Staging ASPNETCORE_ENVIRONMENT=Production", "Staging")]
    [InlineData("--environment Test", "DOTNET_ENVIRONMENT=Production", "Test")]
    [InlineData("run file.yaml", "", "Development")]
    public void The_environment_is_what_was_said_or_Development(string args, string variables, string expected)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);
        EmulatorDefaults.EnvironmentName(args.Split(' ', StringSplitOptions.RemoveEmptyEntries), set.GetValueOrDefault).ShouldBe(expected);
    }

    [Theory]
    [InlineData(typeof(NoTrigger), "'NoTrigger' has 0 trigger parameters")]
    [InlineData(typeof(TwoTriggers), "'TwoTriggers' has 2 trigger parameters")]
    [InlineData(typeof(BadName), "'1st' has to be a letter")]
    [InlineData(typeof(AwaitsNothing), "ValueTask")]
    [InlineData(typeof(BadRoute), "'BadRoute' has a malformed route 'x/{'")]
    [InlineData(typeof(Twins), "'One' and 'Two' answer the same method of the same route")]
    [InlineData(typeof(Unserved), "'Unserved' has a CarrierPigeonTriggerAttribute, which the emulator does not serve")]
    public async Task A_wrong_function_is_a_start_error_that_names_it(Type functions, string message)
    {
        var error = await Should.ThrowAsync<EmulatorStartException>(() => TestApp.StartAsync(functions));
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Two_functions_of_one_name_are_a_start_error_that_names_both()
    {
        var error = await Should.ThrowAsync<EmulatorStartException>(() => TestApp.StartAsync(typeof(Good), typeof(SameName)));
        error.Message.ShouldContain("StartTests+Good.Run");
        error.Message.ShouldContain("StartTests+SameName.Run");
    }

    [Fact]
    public void Functions_are_found_in_the_assemblies_that_are_named()
    {
        var options = new EmulatorOptions();
        options.Assemblies.Add(typeof(EmulatorOptions).Assembly);
        new FunctionCatalogue(options).Functions.ShouldBeEmpty();
        options.FunctionClasses.Add(typeof(Good));
        new FunctionCatalogue(options).Functions.Select(function => function.EntryPoint).ShouldBe([$"{typeof(Good).FullName}.Run"]);
    }

    [Fact]
    public async Task A_listener_invokes_the_functions_of_its_trigger_and_stops_with_the_host()
    {
        PigeonListener listener;
        var app = await TestApp.StartAsync(
            static builder =>
            {
                builder.Services.AddSingleton<PigeonListener>();
                builder.Services.AddSingleton<ITriggerListener>(static services => services.GetRequiredService<PigeonListener>());
            },
            typeof(Unserved),
            typeof(Good));
        await using (app)
        {
            listener = app.Host.Services.GetRequiredService<PigeonListener>();
            (await listener.DeliverAsync("hello", new Dictionary<string, object?> { ["loft"] = "north" })).Result.ShouldBe("hello from north");
            var failed = await listener.DeliverAsync("fail", new Dictionary<string, object?>());
            failed.Succeeded.ShouldBeFalse();
            failed.Error.ShouldBeOfType<InvalidTimeZoneException>();
            app.Log.Lines.ShouldContain(line => line.Level == LogLevel.Error && line.Exception == failed.Error);
            listener.Stopped.ShouldBeFalse();
        }

        listener.Stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task A_function_that_takes_longer_than_host_json_allows_is_cancelled()
    {
        await using var app = await TestApp.StartAsync(
            static builder => builder.ConfigureFunctionsWebApplication(),
            """{"version": "2.0", "functionTimeout": "00:00:00.1"}""",
            dataDirectory: null,
            typeof(Slow));
        (await app.Client.GetAsync("/api/Slow")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        app.Log.Lines.ShouldContain(line => line.Level == LogLevel.Error && line.Text.Contains("functionTimeout"));
    }

    [Fact]
    public async Task The_address_may_come_from_the_configuration()
    {
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Configuration["urls"] = TestApp.AnyPort;
                builder.UseEmulator(static options => options.Urls.Clear());
            },
            typeof(Good));
        app.Host.GetAddresses().ShouldHaveSingleItem().ShouldMatch("^http://127\\.0\\.0\\.1:[1-9][0-9]*$");
        (await app.Client.GetStringAsync("/api/Run")).ShouldBe("good");
    }

    [Fact]
    public void The_values_of_local_settings_are_read_like_environment_variables()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{"IsEncrypted": false, "Values": {"A__B": "text", "Number": 5, "Flag": true,}}""");
            LocalSettings.Read(path).ShouldBe(new Dictionary<string, string?> { ["A:B"] = "text", ["Number"] = "5", ["Flag"] = "true" }, ignoreOrder: true);
            File.WriteAllText(path, """{"Values": {"A": {}}}""");
            Should.Throw<EmulatorStartException>(() => LocalSettings.Read(path)).Message.ShouldContain("Values.A");
            File.WriteAllText(path, "{");
            Should.Throw<EmulatorStartException>(() => LocalSettings.Read(path)).Message.ShouldContain(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class CarrierPigeonTriggerAttribute : TriggerBindingAttribute;

    /// <summary>Serves <see cref="CarrierPigeonTriggerAttribute"/>.</summary>
    internal sealed class PigeonListener(FunctionInvoker invoker) : ITriggerListener
    {
        private FunctionDescriptor function = null!;

        public bool Stopped { get; private set; }

        public Type Trigger => typeof(CarrierPigeonTriggerAttribute);

        public Task StartAsync(IReadOnlyList<FunctionDescriptor> functions, CancellationToken cancellationToken)
        {
            function = functions.Single();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Stopped = true;
            return Task.CompletedTask;
        }

        public Task<FunctionOutcome> DeliverAsync(string letter, IReadOnlyDictionary<string, object?> bindingData) => invoker.InvokeAsync(
            function,
            new TriggerData { Input = new Dictionary<string, object?> { [function.TriggerParameter.Name!] = letter }, BindingData = bindingData },
            CancellationToken.None);
    }

    public static class Good
    {
        [Function("Run")]
        public static string Run([HttpTrigger] HttpRequest request) => "good";
    }

    public static class SameName
    {
        [Function("run")]
        public static string Run([HttpTrigger] HttpRequest request) => "same";
    }

    public static class NoTrigger
    {
        [Function("NoTrigger")]
        public static string Run(HttpRequest request) => "never";
    }

    public static class TwoTriggers
    {
        [Function("TwoTriggers")]
        public static string Run([HttpTrigger] HttpRequest request, [CarrierPigeonTrigger] string letter) => letter;
    }

    public static class BadName
    {
        [Function("1st")]
        public static string Run([HttpTrigger] HttpRequest request) => "never";
    }

    public static class AwaitsNothing
    {
        [Function("AwaitsNothing")]
        public static ValueTask<string> Run([HttpTrigger] HttpRequest request) => new("never");
    }

    public static class BadRoute
    {
        [Function("BadRoute")]
        public static string Run([HttpTrigger(Route = "x/{")] HttpRequest request) => "never";
    }

    public static class Twins
    {
        [Function("One")]
        public static string One([HttpTrigger("get", "post", Route = "twin/{id}")] HttpRequest request) => "never";

        [Function("Two")]
        public static string Two([HttpTrigger("POST", Route = "Twin/{id}")] HttpRequest request) => "never";
    }

    public static class Unserved
    {
        [Function("Unserved")]
        public static string Run([CarrierPigeonTrigger] string letter, string? loft)
            => letter == "fail" ? throw new InvalidTimeZoneException("on purpose") : $"{letter} from {loft}";
    }

    public static class Slow
    {
        [Function("Slow")]
        public static async Task<string> Run([HttpTrigger] HttpRequest request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return "never";
        }
    }
}
