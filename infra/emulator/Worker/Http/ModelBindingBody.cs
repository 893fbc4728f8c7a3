using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Http.Converters;

namespace DataAggregator.Emulator.Worker.Http;

/// <summary>Reads a body as ASP.NET Core MVC does, by its formatters.</summary>
internal sealed class ModelBindingBody(IModelMetadataProvider metadata, IModelBinderFactory binders) : IFromBodyConversionFeature
{
    public async ValueTask<object?> ConvertAsync(FunctionContext context, Type targetType)
    {
        var model = metadata.GetMetadataForType(targetType);
        var binding = new DefaultModelBindingContext
        {
            ActionContext = new ActionContext { HttpContext = context.GetHttpContext()! },
            BindingSource = BindingSource.Body,
            ModelMetadata = model,
            ModelName = model.BinderModelName ?? string.Empty,
            ModelState = new ModelStateDictionary(),
        };
        var binder = binders.CreateBinder(new ModelBinderFactoryContext { Metadata = model, BindingInfo = new BindingInfo { BindingSource = BindingSource.Body } });
        await binder.BindModelAsync(binding);
        if (!binding.ModelState.IsValid)
        {
            var errors = binding.ModelState.Values.SelectMany(entry => entry.Errors)
                .Select(error => error.ErrorMessage.Length > 0 ? error.ErrorMessage : error.Exception?.Message);
            throw new InvalidOperationException(string.Join(' ', errors));
        }

        return binding.Result.Model;
    }
}
