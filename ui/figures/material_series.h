// How samples of blood and of marrow are told apart in a figure: by marker and line too, so that a grey print is enough. A share in the one says nothing of the other, so no line joins them.
#pragma once

#include <set>

#include "core/casebook/case_types.h"
#include "ui/figures/plot.h"

namespace leukolens::ui {

/// Ink, line and marker of the material; no points yet.
PlotLine seriesOf(casebook::Material material);

/// One line of it each with its name, above what is drawn: the y axis becomes higher, its ticks stay. Nothing for fewer than two materials. To be called last.
void addMaterialLegend(Plot& plot, const std::set<casebook::Material>& materials);

}  // namespace leukolens::ui
