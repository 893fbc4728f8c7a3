using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>Settings of a client.</summary>
public class DurableTaskClientOptions
{
    private DataConverter? dataConverter;

    /// <summary>The version of new instances that name none.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <summary>Writes inputs and events, and reads outputs; JSON unless set.</summary>
    public DataConverter DataConverter
    {
        get => dataConverter ?? JsonDataConverter.Default;
        set => dataConverter = value;
    }

    internal bool HasDataConverter => dataConverter is not null;
}
