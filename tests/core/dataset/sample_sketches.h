// Sketches and pictures for tests of near duplicates.
#pragma once

#include <string>

#include "core/image/image.h"
#include "core/image/picture_sketch.h"

namespace leukolens::dataset::test {

/// As make_sketch_reference.py makes them; odd numbers have a black surrounding.
image::PictureSketch numberedSketch(int number);

/// A demonstration cell on black; different numbers are different cells of a few subjects.
image::Image drawnCell(int number, int sizePx = 200);

/// The same cell on a bright field with a few red cells around it, which differ with the number.
image::Image cellWithSurroundings(int number, int sizePx = 200);

/// 64 hexadecimal digits.
std::string contentOf(int number);

}  // namespace leukolens::dataset::test
