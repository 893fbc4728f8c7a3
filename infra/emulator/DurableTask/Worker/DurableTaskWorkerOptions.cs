using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Worker;

/// <summary>Settings of a worker.</summary>
public class DurableTaskWorkerOptions
{
    private DataConverter? dataConverter;

    /// <summary>Reads inputs and writes outputs; JSON unless set.</summary>
    public DataConverter DataConverter
    {
        get => dataConverter ?? JsonDataConverter.Default;
        set => dataConverter = value;
    }

    /// <summary>How much is done at a time.</summary>
    public ConcurrencyOptions Concurrency { get; } = new();

    internal bool HasDataConverter => dataConverter is not null;

    /// <summary>How much is done at a time.</summary>
    public class ConcurrencyOptions
    {
        /// <summary>Activities at a time.</summary>
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>Turns of orchestrations at a time.</summary>
        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }
}
