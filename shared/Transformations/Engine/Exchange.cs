namespace DataAggregator.Transformations.Engine;

/// <summary>The base of a step type that needs the whole run.</summary>
/// <typeparam name="TOptions">The settings: a sealed record whose properties carry a description.</typeparam>
internal abstract class Exchange<TOptions> : Step<TOptions>, IExchange
    where TOptions : StepOptions
{
    ExchangeOperator IExchange.Open(ExchangeContext context) => Open(Bound, context);

    /// <inheritdoc cref="IExchange.Open"/>
    protected abstract ExchangeOperator Open(TOptions options, ExchangeContext context);
}
