// The stain that trainings bring pictures to.
#pragma once

#include "core/stain/stain_reference.h"

namespace leukolens::stain {

/// Fixed for all runs: fitted on no run's cells, it cannot carry anything from a test part into training, and every fold, run and preview sees the
/// same pixels. Its numbers are round ones near those of stained blasts and lymphocytes cut out on black (C-NMC 2019; docs/results.md has what was
/// measured): any common frame would do, and this one leaves such cells nearly as they are. They never change: another target would be another
/// method. Models record the numbers that they were trained with, and those are what classifying uses. Sound (faultOf).
StainReference fixedReference(StainMethod method);

}  // namespace leukolens::stain
