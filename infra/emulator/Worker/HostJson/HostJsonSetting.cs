using System.Text.Json;

namespace DataAggregator.Emulator.Worker.HostJson;

/// <summary>One setting of <c>host.json</c> that the emulator honours.</summary>
/// <param name="Expected">What the value has to be, as words that follow "has to be".</param>
/// <param name="TryApply">Puts the value into the settings; false if it is not what is expected.</param>
internal sealed record HostJsonSetting(string Expected, Func<HostSettings, JsonElement, bool> TryApply)
{
    public static HostJsonSetting Integer(int minimum, int maximum, Action<HostSettings, int> apply) => new(
        maximum == int.MaxValue ? $"an integer of at least {minimum}" : $"an integer from {minimum} to {maximum}",
        (settings, value) =>
        {
            var fits = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= minimum && number <= maximum;
            if (fits)
            {
                apply(settings, value.GetInt32());
            }

            return fits;
        });

    public static HostJsonSetting Text(string expected, Func<HostSettings, string, bool> tryApply) => new(
        expected,
        (settings, value) => value.ValueKind == JsonValueKind.String && tryApply(settings, value.GetString()!));
}
