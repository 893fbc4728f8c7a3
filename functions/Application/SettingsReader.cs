using System.Text.Json;
using DataAggregator.Core.Configuration;
using Microsoft.Extensions.Configuration;

namespace DataAggregator.Functions.Application;

/// <summary>Binds a settings record from <c>DATAAGGREGATOR_...</c> keys, with every problem at once.</summary>
public static class SettingsReader
{
    private const string Prefix = "DATAAGGREGATOR_";

    /// <summary>The settings.</summary>
    /// <exception cref="InvalidDocumentException">A setting is missing or malformed; each problem names its key.</exception>
    public static TSettings Read<TSettings>(IConfiguration configuration)
        where TSettings : class
    {
        var known = ConfigSchema.For<TSettings>()["properties"]!.AsObject().Select(property => property.Key).ToHashSet();
        var values = configuration.AsEnumerable()
            .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && pair.Value is not null)
            .Select(pair => KeyValuePair.Create(pair.Key[Prefix.Length..].ToLowerInvariant(), pair.Value))
            .Where(pair => known.Contains(pair.Key))
            .ToDictionary();
        var problems = new Problems();
        var settings = ConfigBinder.Bind<TSettings>(JsonSerializer.SerializeToElement(values), "", problems);
        if (settings is not null)
            CheckRequired(settings, problems);
        if (problems.Count > 0)
            throw new InvalidDocumentException([.. problems.Select(problem => problem with { Path = Prefix + problem.Path.TrimStart('.').ToUpperInvariant() })]);
        return settings!;
    }

    private static void CheckRequired<TSettings>(TSettings settings, Problems problems)
        where TSettings : class
    {
        var results = new List<System.ComponentModel.DataAnnotations.ValidationResult>();
        System.ComponentModel.DataAnnotations.Validator.TryValidateObject(settings, new(settings), results, validateAllProperties: true);
        foreach (var result in results)
            problems.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(result.MemberNames.First()), result.ErrorMessage ?? "is invalid.");
    }
}
