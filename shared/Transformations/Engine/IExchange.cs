namespace DataAggregator.Transformations.Engine;

/// <summary>A step that needs the whole run.</summary>
internal interface IExchange : ITransformation
{
    /// <summary>Whether this step, with the settings and inputs it has, needs the whole run; else it is an <see cref="IRowStep"/> too.</summary>
    bool NeedsWholeRun => true;

    /// <summary>What carries the step out in one run.</summary>
    ExchangeOperator Open(ExchangeContext context);
}
