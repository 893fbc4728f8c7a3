using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Functions.Application;
using DataAggregator.Orchestrations.Runs;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary><c>functions/local.settings.json</c>, which the official tools read: every setting that the server has, and nothing secret.</summary>
public sealed class LocalSettingsTests
{
    private const string Prefix = "DATAAGGREGATOR_";
    private readonly Dictionary<string, string?> values = Read();

    [Fact]
    public void It_names_every_setting_and_no_other()
    {
        var settings = ConfigSchema.For<ServerSettings>()["properties"]!.AsObject()
            .Concat(ConfigSchema.For<CodeSettings>()["properties"]!.AsObject())
            .Concat(ConfigSchema.For<LineageSettings>()["properties"]!.AsObject())
            .Concat(ConfigSchema.For<RunLimits>()["properties"]!.AsObject());

        values.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ShouldBe(settings.Select(setting => Prefix + setting.Key.ToUpperInvariant()).Order(StringComparer.Ordinal));
        values.Values.ShouldAllBe(value => !value!.Contains("password", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Its_values_are_what_the_server_takes()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();

        SettingsReader.Read<ServerSettings>(configuration).AccessTokenMinutes.ShouldBe(new ServerSettings().AccessTokenMinutes);
        SettingsReader.Read<RunLimits>(configuration).ShouldBe(new RunLimits { Workers = 2 });
    }

    private static Dictionary<string, string?> Read([CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "functions", "local.settings.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString());
    }
}
