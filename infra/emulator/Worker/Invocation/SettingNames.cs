using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>Replaces <c>%name%</c> in trigger attributes by the application setting of that name, as the official host does.</summary>
internal static partial class SettingNames
{
    /// <summary>Replaces every placeholder.</summary>
    /// <param name="text">The attribute's text.</param>
    /// <param name="configuration">The application's settings.</param>
    /// <param name="place">What the text is, for the error.</param>
    /// <returns>The text with the settings' values.</returns>
    /// <exception cref="EmulatorStartException">A setting is missing.</exception>
    public static string Resolve(string text, IConfiguration configuration, string place) => Placeholder().Replace(text, match =>
        configuration[match.Groups[1].Value]
        ?? throw new EmulatorStartException($"The setting '{match.Groups[1].Value}', which {place} names, is not set: add it to the environment or local.settings.json."));

    [GeneratedRegex("%([^%]+)%", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
